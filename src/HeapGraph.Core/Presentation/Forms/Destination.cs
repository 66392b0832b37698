using HeapGraph.Core.Files;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Text;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Forms;

/// <summary>Where a result goes: to a file, whole or not at all, or to a writer.</summary>
internal sealed record Destination
{
    /// <summary>The file; null for <see cref="Writer"/>.</summary>
    public string? Path { get; init; }

    /// <summary>What is written to when no file is named.</summary>
    public TextWriter Writer { get; init; } = TextWriter.Null;

    /// <summary>Type names without namespaces.</summary>
    public bool ShortNames { get; init; }

    /// <summary>A console over a writer; without colours, and never wrapping, if not said.</summary>
    public Func<TextWriter, IAnsiConsole> ConsoleOver { get; init; } = PlainText.ConsoleOver;

    /// <summary>Told what drawing took.</summary>
    public IPhaseClock? Clock { get; init; }

    /// <summary>Ends the writing, and leaves nothing behind.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Writes text.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void WriteText(Action<TextWriter> write)
    {
        if (Path is null)
        {
            write(Writer);
            return;
        }

        AtomicFile.Write(Path, file =>
        {
            using var text = new CancellableWriter(new StreamWriter(file), Cancellation);
            write(text);
        });
    }

    /// <summary>Writes bytes; to a file alone.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void WriteBytes(Action<Stream> write) => AtomicFile.Write(Path!, write);
}
