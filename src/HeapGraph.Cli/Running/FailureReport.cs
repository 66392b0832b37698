using System.Text.RegularExpressions;
using HeapGraph.Cli.Words;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Cli.Running;

/// <summary>Says why a run ended: a sentence, what to do, and the exit code.</summary>
internal static class FailureReport
{
    private const int NoAddressSpace = 12;   // ENOMEM, which mapping a file ends with

    /// <summary>Says why a run ended and what to do.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(Exception failure, TextWriter error, bool isVerbose)
    {
        // Of a loop on all cores what ended it.
        var cause = failure is AggregateException { InnerException: { } first } ? first : failure;
        var (code, message, hint) = Explain(ClrMdFailure.Explain(cause) ?? cause);
        Write(message);
        if (hint.Length > 0)
        {
            Write(hint);
        }

        if (isVerbose && code != ExitCode.Cancelled)
        {
            Write($"{failure}");
        }

        return code;

        // Both may quote what others have chosen: names of types, files, processes.
        void Write(string text) => Array.ForEach(text.Split('\n'), line => error.WriteLine(line.Printable));
    }

    private static (int Code, string Message, string Hint) Explain(Exception failure) => failure switch
    {
        UsageException usage => (ExitCode.WrongUsage, usage.Message, usage.Hint),
        UnknownNameException unknown => (ExitCode.WrongUsage, unknown.Message, unknown.Nearest.Count > 0
            ? $"The nearest names: {string.Join(", ", unknown.Nearest)}"
            : "Write it as the arrows of 'heapgraph chain' do: Type.Field, or Type[] for the elements of arrays."),
        RegexMatchTimeoutException slow => (ExitCode.WrongUsage, $"'/{slow.Pattern}/' takes too long.", "Use a simpler regular expression, or * and ?."),
        HeapTargetNotFoundException missing => (ExitCode.WrongUsage, missing.Message, RemedyWords.General.Of(missing.Remedy)),
        HeapReadException unreadable => (ExitCode.CannotRead, unreadable.Message, RemedyWords.General.Of(unreadable.Remedy)),
        GraphvizException graphviz => (ExitCode.OutsideProgram, $"{graphviz.Message} The .dot file was written.", RemedyWords.General.Of(graphviz.Remedy)),
        OperationCanceledException => (ExitCode.Cancelled, "Stopped.", ""),
        FileNotFoundException or FileLoadException when failure.Message.StartsWith("Could not load file or assembly", StringComparison.Ordinal) =>
            (ExitCode.CannotRead, $"A part of the program can't be loaded: {failure.Message.Split('\n', 2)[0].Trim()}", "Allow more open files (ulimit -n 1024), or install heapgraph and .NET again."),
        IOException { HResult: NoAddressSpace } when OperatingSystem.IsLinux() =>
            (ExitCode.CannotRead, "There is not enough address space for this heap.", "Raise the limit on it (ulimit -v unlimited), or run heapgraph where more memory is free."),
        IOException or UnauthorizedAccessException => (ExitCode.CannotRead, $"A file can't be read or written: {failure.Message}", "Check the path, its permissions and the free space."),
        OutOfMemoryException => (ExitCode.CannotRead, "There is not enough memory for this heap.", "Run heapgraph where more memory is free."),
        _ => (ExitCode.Defect, $"A defect of HeapGraph: {failure.GetType().Name}: {failure.Message}", "Run again with --verbose and report what it prints."),
    };
}
