using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Flame;

/// <summary>A retention tree as an icicle: the whole on top, below each node what hangs on it, as wide as it retains bytes.
/// A file of its own without a script; tooltips carry the full names.</summary>
internal static class FlameSvg
{
    private const int Width = 1200, Margin = 10, Header = 46, LegendHeight = 24;
    private const double CharacterWidth = 6.7, LeastWidth = 0.4, LeastTextWidth = 24;

    /// <summary>Writes the picture. The same tree gives the same text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="tree">What to show.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    public static void Write(TextWriter output, string target, RetentionTree tree, bool shortNames)
    {
        string[] footer = [.. RetentionWording.Footer(tree)];
        var height = Header + DepthOf(tree.Top) * FlameLook.RowHeight + LegendHeight + 16 * footer.Length + Margin;
        output.Write($$"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{{Width}}" height="{{height}}" viewBox="0 0 {{Width}} {{height}}" font-family="Menlo,Consolas,monospace" font-size="11">
            <style>
            {{FlameLook.OfSvg}}</style>
            <rect class="back" width="{{Width}}" height="{{height}}"/>
            <text x="{{Margin}}" y="20" font-size="14">{{HtmlText.Encoded(RetentionWording.Header(target, tree))}}</text>
            <text x="{{Margin}}" y="36" class="dim">As wide as what would be freed if it went. Hover for names and sizes.</text>

            """);
        Write(output, tree, tree.Top, Margin, Width - 2 * Margin, Header, shortNames);
        var x = Margin;
        var y = Header + DepthOf(tree.Top) * FlameLook.RowHeight + 8;
        foreach (var (style, words) in FlameLook.Legend)
        {
            output.Write($"<rect class=\"{style}\" x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\"/><text x=\"{x + 16}\" y=\"{y + 10}\">{words}</text>\n");
            x += 30 + (int)(words.Length * CharacterWidth);
        }

        foreach (var line in footer)
        {
            y += 16;
            output.Write($"<text x=\"{Margin}\" y=\"{y + 12}\" class=\"dim\">{HtmlText.Encoded(line)}</text>\n");
        }

        output.Write("</svg>\n");
    }

    private static void Write(TextWriter output, RetentionTree tree, RetentionNode node, double x, double width, int y, bool shortNames)
    {
        output.Write($"<g><title>{HtmlText.Encoded(RetentionWording.DetailsOf(node, tree.TotalBytes))}</title>"
            + $"<rect class=\"{FlameLook.ClassOf(node)}\" x=\"{x:0.##}\" y=\"{y}\" width=\"{width:0.##}\" height=\"{FlameLook.RowHeight}\"/>");
        if (width >= LeastTextWidth)
        {
            var label = $"{RetentionWording.LabelOf(node, shortNames)} {node.RetainedBytes.AsByteSize}";
            output.Write($"<text x=\"{x + 3:0.##}\" y=\"{y + 14}\">{HtmlText.Encoded(label.CutAfter(Math.Max(1, (int)((width - 6) / CharacterWidth) - 1)))}</text>");
        }

        output.Write("</g>\n");

        // What is narrower than a line can not be seen; its bytes stay in the width of the node above.
        foreach (var child in node.Children)
        {
            var share = node.RetainedBytes == 0 ? 0 : width * child.RetainedBytes / node.RetainedBytes;
            if (share >= LeastWidth)
            {
                Write(output, tree, child, x, share, y + FlameLook.RowHeight, shortNames);
            }

            x += share;
        }
    }

    private static int DepthOf(RetentionNode node) => 1 + (node.Children.Count == 0 ? 0 : node.Children.Max(DepthOf));
}
