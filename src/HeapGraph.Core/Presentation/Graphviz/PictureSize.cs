using HeapGraph.Core.Presentation.Words;
using QuikGraph;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>About how large a layered picture gets, before it is drawn.</summary>
internal sealed class PictureSize
{
    // In points: of a letter, of a line, around the text of a box, between boxes and between levels.
    private const double Letter = 5.6;
    private const double Line = 12;
    private const double Margin = 16;
    private const double Between = 14;
    private const double BetweenLevels = 50;
    private const double Page = 1.5;   // width by height, of paper and of screens

    public PictureSize(BidirectionalGraph<NeighborhoodNode, PictureEdge> graph, PictureOptions options)
    {
        var lowered = new Dictionary<NeighborhoodNode, int>();
        foreach (var (edge, length) in StaggeredLeaves.LengthsIn(graph))
        {
            lowered[graph.Degree(edge.Source) == 1 ? edge.Source : edge.Target] = length - 1;
        }

        var boxes = graph.Vertices.ToDictionary(node => node, node => BoxOf(node, options));
        var rows = graph.Vertices.ToLookup(node => node.Depth + lowered.GetValueOrDefault(node), node => boxes[node]);
        if (rows.Count > 0)
        {
            // The arrow to a box in a lower row passes between those of the upper ones.
            var width = rows.Max(row => row.Sum(box => box.Width + Between) + Between * lowered.Count(below => below.Key.Depth <= row.Key && below.Key.Depth + below.Value > row.Key));
            WidthToPage = width / rows.Sum(row => row.Max(box => box.Height) + BetweenLevels) / Page;

            var columns = graph.Vertices.ToLookup(node => node.Depth, node => boxes[node]);
            var label = graph.Edges.Select(edge => Math.Min(edge.Label?.Length ?? 0, DotStyle.MaxNameCharacters)).DefaultIfEmpty().Max() * Letter;
            HeightToPageTurned = columns.Max(column => column.Sum(box => box.Height + Between)) * Page / columns.Sum(column => column.Max(box => box.Width) + BetweenLevels + label);
        }
    }

    /// <summary>By which factor it is wider than a page of its height, its levels below each other and leaves in several rows.</summary>
    public double WidthToPage { get; }

    /// <summary>By which factor it is higher than a page of its width when its levels stand side by side.</summary>
    public double HeightToPageTurned { get; }

    private static (double Width, double Height) BoxOf(NeighborhoodNode node, PictureOptions options)
    {
        var name = node.RootIfAny is { } root ? Wording.NameOf(root).Length / 2 : node.TypeIfAny is { } type ? Wording.NameOf(type, options.ShortNames).Length : 0;
        var value = node.ValueIfAny?.Length ?? 0;
        return (Math.Clamp(Math.Max(name, value), 10, DotStyle.MaxNameCharacters) * Letter + Margin, (value > 0 ? 3 : 2) * Line + Margin);
    }
}
