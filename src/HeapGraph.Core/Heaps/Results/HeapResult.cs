using HeapGraph.Core.Files;
using HeapGraph.Core.Heaps.Notebooks;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph;

/// <summary>An answer of a <see cref="Heap"/>: data to go on with, and the same text, table, JSON and files that the
/// <c>heapgraph</c> command makes of it. Notebooks (.NET Interactive) show it as a table or a picture.</summary>
/// <remarks>It never changes, so any number of threads may use it; it outlives its heap.</remarks>
[TypeFormatterSource(typeof(NotebookFormatters), PreferredMimeTypes = [NotebookFormatters.Html])]
public abstract class HeapResult : IPresented
{
    internal HeapResult(string target) => Target = target;

    /// <summary>The dump or process that it is about.</summary>
    public string Target { get; }

    /// <summary>How it names what can be set and asked.</summary>
    internal virtual IRemedyWords Words { get; init; } = LibraryWords.Instance;

    /// <summary>What to ask next, which this result does not tell; null where nothing offers itself.</summary>
    internal virtual NextCommand? Next => null;

    /// <summary>What the command prints on a terminal, without colours, each line whole.</summary>
    public sealed override string ToString() => ToString(shortNames: false);

    /// <summary>What the command prints on a terminal, without colours, each line whole.</summary>
    /// <param name="shortNames">Type names without namespaces.</param>
    public string ToString(bool shortNames) => Written(OutputFormat.Table, shortNames);

    /// <summary>What the command prints with <c>--format json</c>: one object with a <c>schema</c>; keys are only ever added.</summary>
    /// <remarks>The <c>next</c> of a leak suspect is a call of this library here, and a command there.</remarks>
    public string ToJson() => Written(OutputFormat.Json, shortNames: false);

    /// <summary>The table as comma-separated values (RFC 4180) with a header row. Text that a spreadsheet would run as a formula (= + - @) begins with
    /// an apostrophe.</summary>
    /// <param name="shortNames">Type names without namespaces.</param>
    public string ToCsv(bool shortNames = false) => Written(OutputFormat.Csv, shortNames);

    /// <summary>The same for an issue tracker.</summary>
    /// <param name="shortNames">Type names without namespaces.</param>
    public string ToMarkdown(bool shortNames = false) => Written(OutputFormat.Markdown, shortNames);

    /// <summary>A piece of HTML: the table, or the picture where there is one. All text is encoded.</summary>
    public string ToHtml() => PlainText.Invariantly(Html);

    /// <summary>Writes it to a file, whole or not at all, as the command does with <c>-o</c>: in the form that the ending says, such
    /// as <c>.json</c>, <c>.csv</c>, <c>.md</c>, for pictures <c>.svg</c> or <c>.html</c> too, otherwise as text.</summary>
    /// <param name="path">The file, which only its owner may read; one that exists is replaced, but never the dump that the result is of.</param>
    /// <param name="format">The form; null to go by the ending.</param>
    /// <param name="shortNames">Type names without namespaces, in tables; pictures have an option of their own.</param>
    /// <returns>What the file does not say, a sentence each: what is left out of it, how large a picture is.</returns>
    /// <exception cref="ArgumentException">The result has no such form, or the ending says another one.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    public IReadOnlyList<string> Save(string path, OutputFormat? format = null, bool shortNames = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path) && File.Exists(Target) && FileFacts.AreOne(path, Target))
        {
            throw new IOException($"'{path}' is the dump that the result is of.");
        }

        return PlainText.Invariantly(() => OutputFormat.For(GetType(), path, format).Write(this, new Destination { Path = path, ShortNames = shortNames }));
    }

    /// <summary>Writes it in a form that is text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="format">The form; null for the table or tree that people read.</param>
    /// <param name="shortNames">Type names without namespaces, in tables.</param>
    /// <returns>What the text does not say, a sentence each.</returns>
    /// <exception cref="ArgumentException">The result has no such form, or it is no text.</exception>
    public IReadOnlyList<string> Write(TextWriter output, OutputFormat? format = null, bool shortNames = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        return PlainText.Invariantly(() => OutputFormat.For(GetType(), null, format).Write(this, new Destination { Writer = output, ShortNames = shortNames }));
    }

    IRemedyWords IPresented.Words => Words;

    TableView IPresented.View(bool shortNames) => WordedView(shortNames);

    string IPresented.Json() => Json();

    void IPresented.WriteText(IAnsiConsole console, bool shortNames) => WriteText(console, shortNames);

    void IPresented.WriteMarkdown(TextWriter output, bool shortNames) => WriteMarkdown(output, shortNames);

    internal abstract TableView View(bool shortNames);

    internal abstract string Json();

    internal virtual void WriteText(IAnsiConsole console, bool shortNames) => TableText.Write(console, WordedView(shortNames));

    internal virtual void WriteMarkdown(TextWriter output, bool shortNames) => DelimitedText.WriteMarkdown(output, WordedView(shortNames));

    internal virtual string Html() => TableHtml.Of(WordedView(shortNames: false));

    private TableView WordedView(bool shortNames) => View(shortNames) with { Words = Words };

    private string Written(OutputFormat format, bool shortNames) =>
        PlainText.WrittenBy(output => format.Write(this, new Destination { Writer = output, ShortNames = shortNames }));
}
