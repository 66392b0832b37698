using System.Net;
using System.Text;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>Text as Graphviz's language takes it.</summary>
internal static class DotText
{
    /// <summary>One line as a quoted string.</summary>
    public static string Quoted(string line) => Quoted([line]);

    /// <summary>Lines, centred below each other, as a quoted string.</summary>
    public static string Quoted(IEnumerable<string> lines) => Quoted(lines, "\\n");

    private static string Quoted(IEnumerable<string> lines, string between)
    {
        var quoted = new StringBuilder("\"");
        foreach (var line in lines)
        {
            quoted.Append(quoted.Length > 1 ? between : "");
            foreach (var letter in line)
            {
                quoted.Append(letter switch
                {
                    '"' => "\\\"",
                    '\\' => "\\\\",
                    '&' => "&amp;",   // Graphviz reads HTML entities in quoted strings too
                    _ => letter.ToString(),
                });
            }
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Lines below each other, each at the left, as a quoted string.</summary>
    public static string QuotedLeft(IEnumerable<string> lines) => Quoted(lines, "\\l")[..^1] + "\\l\"";

    /// <summary>Text inside an HTML-like label.</summary>
    public static string Html(string text) => WebUtility.HtmlEncode(text);
}
