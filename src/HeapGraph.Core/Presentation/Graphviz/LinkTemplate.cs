using System.Text;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>A URL with places for an object's address and type.</summary>
internal static class LinkTemplate
{
    /// <summary>The URL of one object; what is filled in is escaped, so that a type's name can't add to the URL.</summary>
    public static string Filled(string template, HeapType type, ulong address) => Escaped(template)
        .Replace("{address}", $"{address:x}", StringComparison.Ordinal)
        .Replace("{type}", Uri.EscapeDataString(type.Name.Printable), StringComparison.Ordinal);

    // Graphviz 2.43 writes quotation marks into the SVG's attribute as they are.
    private static string Escaped(string template)
    {
        var escaped = new StringBuilder();
        foreach (var rune in template.EnumerateRunes())
        {
            escaped.Append(rune.Value is '"' or '\'' or '<' or '>' or '\\' or '`' or <= 32 or 127
                ? Uri.HexEscape((char)rune.Value) : rune.ToString());
        }

        return escaped.ToString();
    }
}
