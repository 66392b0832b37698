using HeapGraph.Core.Presentation.Html;

namespace HeapGraph.Core.Heaps.Notebooks;

/// <summary>How .NET Interactive shows the results: pictures inline, tables as tables. It calls these members by name.</summary>
internal sealed class NotebookFormatters
{
    public const string Html = "text/html";

    private readonly Formatter _html = new(
        Html, instance => instance is HeapResult result ? result.ToHtml() : TableHtml.Preformatted(instance.ToString() ?? ""));

    public IEnumerable<object> CreateTypeFormatters() => [_html];

    private sealed class Formatter(string mimeType, Func<object, string> format)
    {
        public string MimeType => mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            writer.Write(format(instance));
            return true;
        }
    }
}
