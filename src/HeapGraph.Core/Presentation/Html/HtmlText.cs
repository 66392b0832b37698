using System.Net;
using System.Security.Cryptography;
using System.Text;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>Text as HTML and SVG take it.</summary>
internal static class HtmlText
{
    /// <summary>Text of the target on one line, none of which becomes markup.</summary>
    public static string Encoded(string text) => WebUtility.HtmlEncode(text.Printable);

    /// <summary>How a content security policy names the one script or style that a page may run, which stands in it as it is.</summary>
    public static string SourceOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
