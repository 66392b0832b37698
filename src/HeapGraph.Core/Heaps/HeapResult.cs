using HeapGraph.Core.Heaps.Notebooks;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

/// <summary>An answer of a <see cref="Heap"/>: data to go on with, and the same text, table, JSON and files that the
/// <c>heapgraph</c> command makes of it. Notebooks (.NET Interactive) show it as a table or a picture.</summary>
/// <remarks>It never changes, so any number of threads may use it; it outlives its heap.</remarks>
[TypeFormatterSource(typeof(NotebookFormatters), PreferredMimeTypes = [NotebookFormatters.Html])]
public abstract class HeapResult
{
    private protected HeapResult(string target) => Target = target;

    /// <summary>The dump or process that it is about.</summary>
    public string Target { get; }

    /// <summary>What the command prints on a terminal, without colours, 160 columns wide.</summary>
    public sealed override string ToString() => ToString(shortNames: false);

    /// <summary>What the command prints on a terminal, without colours, 160 columns wide.</summary>
    /// <param name="shortNames">Type names without namespaces.</param>
    public string ToString(bool shortNames) => PlainText.Invariantly(() => Text(shortNames));

    /// <summary>What the command prints with <c>--format json</c>: one object with a <c>schema</c>; keys are only ever added.</summary>
    public string ToJson() => PlainText.Invariantly(Json);

    /// <summary>The table as comma-separated values (RFC 4180) with a header row.</summary>
    /// <param name="shortNames">Type names without namespaces.</param>
    public string ToCsv(bool shortNames = false) => PlainText.WrittenBy(output => DelimitedText.WriteCsv(output, View(shortNames)));

    /// <summary>The same for an issue tracker.</summary>
    /// <param name="shortNames">Type names without namespaces.</param>
    public string ToMarkdown(bool shortNames = false) => PlainText.WrittenBy(output => WriteMarkdown(output, shortNames));

    /// <summary>A piece of HTML: the table, or the picture where there is one. All text is encoded.</summary>
    public string ToHtml() => PlainText.Invariantly(Html);

    /// <summary>Writes it to a file of the kind that the ending says, whole or not at all: <c>.txt .json .csv .md</c>, and
    /// pictures as <c>.png .svg .pdf .dot</c> too.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <exception cref="ArgumentException">The ending is none of these.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        PlainText.Invariantly(() =>
        {
            if (!SavesPicture(path))
            {
                var text = TextFor(Path.GetExtension(path).ToLowerInvariant());
                AtomicFile.Write(path, temporary => File.WriteAllText(temporary, text));
            }

            return path;
        });
    }

    private protected abstract TableView View(bool shortNames);

    private protected abstract string Json();

    private protected virtual string Text(bool shortNames) => PlainText.Of(console => TableText.Write(console, View(shortNames)));

    private protected virtual void WriteMarkdown(TextWriter output, bool shortNames) => DelimitedText.WriteMarkdown(output, View(shortNames));

    private protected virtual string Html() => TableHtml.Of(View(shortNames: false));

    private protected virtual IEnumerable<string> Endings => [".txt", ".json", ".csv", ".md"];

    /// <summary>Writes a picture where the ending is that of one.</summary>
    /// <returns>False when it is not.</returns>
    private protected virtual bool SavesPicture(string path) => false;

    private string TextFor(string ending) => ending switch
    {
        ".txt" => ToString(),
        ".json" => ToJson(),
        ".csv" => ToCsv(),
        ".md" => ToMarkdown(),
        _ => throw new ArgumentException($"'{ending}' files can't be written. Use one of: {string.Join(' ', Endings.Distinct())}", nameof(ending)),
    };
}
