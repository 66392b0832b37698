using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>A retention tree in Graphviz's language: what keeps alive stands left of what it keeps alive. Colours and letters are those of <see cref="DotStyle"/>.</summary>
internal static class RetentionDot
{
    /// <summary>The picture. The same tree gives the same text.</summary>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="tree">What to show.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    public static string Of(string target, RetentionTree tree, bool shortNames)
    {
        using var output = new StringWriter();
        output.Write($$"""
            digraph heapgraph {
              graph [rankdir=LR, fontname="Helvetica", fontsize=10, pad=0.2, nodesep=0.12, ranksep=0.4, labelloc=t, labeljust=l, label={{DotText.QuotedLeft([RetentionWording.Header(target, tree).Printable, .. RetentionWording.Footer(tree).Select(line => line.Printable)])}}];
              node [shape=box, style="filled,rounded", fontname="Helvetica", fontsize=10, color="#888888", fillcolor=white, height=0.3, margin="0.12,0.06"];
              edge [color="#555555", arrowsize=0.6];

            """);
        var count = 0;
        Write(tree.Top, -1);
        output.Write("}\n");
        return output.ToString();

        void Write(RetentionNode node, int above)
        {
            var number = count++;
            var share = tree.TotalBytes == 0 ? 0 : (double)node.RetainedBytes / tree.TotalBytes;
            var name = RetentionWording.LabelOf(node, shortNames).WithoutArgumentsBeyond(DotStyle.MaxNameCharacters).ShortenedTo(DotStyle.MaxNameCharacters);
            var bytes = $"{node.RetainedBytes.AsByteSize}, {Wording.Share(node.RetainedBytes, tree.TotalBytes)}";
            output.Write($"  n{number} [label=<{DotStyle.Large(bytes)}<br/>{DotText.Html(name)}>, {StyleOf(node)}tooltip={DotText.Quoted(RetentionWording.DetailsOf(node, tree.TotalBytes))}];\n");
            if (above >= 0)
            {
                output.Write($"  n{above} -> n{number} [penwidth={0.6 + 5 * share:0.##}];\n");
            }

            foreach (var child in node.Children)
            {
                Write(child, number);
            }
        }
    }

    private static string StyleOf(RetentionNode node) => node.Kind switch
    {
        RetentionKind.Root when node.Root is { } root => OfRoot(RootLook.Of(root.Kind)),
        RetentionKind.Heap => $"fillcolor=\"{PictureTheme.Light.Framework.Fill}\", ",
        RetentionKind.Others => "style=\"filled,dashed\", fontcolor=\"#555555\", ",
        RetentionKind.Shared => "style=\"filled,dotted\", ",
        RetentionKind.Objects when node.Type is { } type && FrameworkNames.IsOwn(type) => "fontname=\"Helvetica-Bold\", ",
        RetentionKind.Objects => $"fillcolor=\"{PictureTheme.Light.Framework.Fill}\", fontcolor=\"{PictureTheme.Light.Framework.Text}\", ",
        _ => "",
    };

    private static string OfRoot(RootLook look)
    {
        var (fill, text) = look.ColoursIn(PictureTheme.Light);
        return $"shape={look.Shape}, style=\"{(look.IsDashed ? "filled,dashed" : "filled")}\", peripheries={look.Lines}, fillcolor=\"{fill}\", fontcolor=\"{text}\", color=\"{text}\", ";
    }
}
