
namespace HeapGraph.Core.Presentation.Html;

/// <summary>A page that is one file: its scripts, its style and its data inside, and a policy under which a browser runs
/// nothing else and asks no server for anything.</summary>
internal static class HtmlPage
{
    private static readonly string[] OwnScripts = ["picture.js", "camera.js", "details.js", "search.js", "page.js"];

    /// <summary>Writes the page.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="title">What the browser's tab says.</param>
    /// <param name="json">The data, with every &lt; escaped.</param>
    /// <param name="engine">The script that lays pictures out; null for a page that holds them laid out.</param>
    public static void Write(TextWriter output, string title, string json, string? engine)
    {
        var style = PageFiles.Read("page.css");
        var script = string.Join('\n', OwnScripts.Select(PageFiles.Read));
        var policy = $"default-src 'none'; script-src {HtmlText.SourceOf(script)} 'wasm-unsafe-eval'; worker-src blob:; "
            + $"style-src {HtmlText.SourceOf(style)}; base-uri 'none'; form-action 'none'";
        output.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width">
            <title>{HtmlText.Encoded(title)}</title>
            <style>{style}</style>
            </head>
            {PageFiles.Read("page.html")}
            <script type="application/json" id="data">{json}</script>

            """);
        if (engine is not null)
        {
            // Text to the page, whose own script starts a worker with it: the policy lets nothing else start one.
            output.Write($"<script type=\"text/plain\" id=\"engine\">{engine}\n{PageFiles.Read("layout.js")}</script>\n");
        }

        output.Write($"<script>{script}</script>\n</html>\n");
    }
}
