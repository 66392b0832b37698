using System.Text;
using System.Text.Json;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Flame;

/// <summary>A retention tree as a page of its own: click to zoom, search, details. It asks the network for nothing, and its
/// content security policy lets it run only the script that it came with.</summary>
internal static class FlameHtml
{
    // It stands in the page as it is, so that its hash holds.
    private static readonly string Script = $"\n{PageFiles.Read("flame.js")}";

    /// <summary>Writes the page. The same tree gives the same text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="tree">What to show.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    /// <param name="words">How what can be asked is named.</param>
    public static void Write(TextWriter output, string target, RetentionTree tree, bool shortNames, IRemedyWords words)
    {
        var title = HtmlText.Encoded(RetentionWording.Header(target, tree));
        output.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {HtmlText.SourceOf(Script)}; style-src {HtmlText.SourceOf(FlameLook.OfPage)}; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>{FlameLook.OfPage}</style>
            </head>
            <body>
            <h1>{title}</h1>
            <div id="tools"><input id="search" type="search" placeholder="Search names and addresses" aria-label="Search"><button id="reset">Show all</button><span id="found" role="status"></span></div>
            <div id="details" aria-live="polite"></div>
            <div id="flame"></div>
            <p>As wide as what would be freed if it went. Click to zoom in.</p>
            <p>{string.Concat(FlameLook.Legend.Select(entry => $"<span class=\"legend {entry.Class}\">{entry.Words}</span>"))}</p>
            {string.Join('\n', RetentionWording.Footer(tree).Select(line => $"<p>{HtmlText.Encoded(line)}</p>"))}
            <noscript><p>This page needs its script; the same as a picture: {HtmlText.Encoded(words.Of(Term.FlamegraphPicture))}</p></noscript>
            <script id="data" type="application/json">{JsonOf(tree, shortNames)}</script>
            <script>{Script}</script>
            </body>
            </html>

            """);
    }

    // The default escapes < and >, so that no name can end the element.
    private static string JsonOf(RetentionTree tree, bool shortNames)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WritePropertyName("tree");
            Write(json, tree, tree.Top, shortNames);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, RetentionTree tree, RetentionNode node, bool shortNames)
    {
        json.WriteStartObject();
        json.WriteString("l", $"{RetentionWording.LabelOf(node, shortNames)} {node.RetainedBytes.AsByteSize}");
        json.WriteString("d", RetentionWording.DetailsOf(node, tree.TotalBytes));
        json.WriteString("k", FlameLook.ClassOf(node));
        json.WriteNumber("b", node.RetainedBytes);
        if (node.Children.Count > 0)
        {
            json.WriteStartArray("c");
            foreach (var child in node.Children)
            {
                Write(json, tree, child, shortNames);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
