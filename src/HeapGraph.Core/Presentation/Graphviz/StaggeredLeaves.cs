using QuikGraph;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>Boxes with one arrow only stand in several rows where one would be too wide to read.</summary>
internal static class StaggeredLeaves
{
    private const int WidestRow = 12;

    /// <summary>By arrow, how many levels it spans, where that is more than one.</summary>
    public static Dictionary<PictureEdge, int> LengthsIn(BidirectionalGraph<NeighborhoodNode, PictureEdge> graph)
    {
        var lengths = new Dictionary<PictureEdge, int>();
        foreach (var leaves in graph.Edges
            .Select(edge => (Edge: edge, Hub: IsLeaf(edge.Source) ? edge.Target : IsLeaf(edge.Target) ? edge.Source : null))
            .Where(leaf => leaf.Hub is not null).GroupBy(leaf => leaf.Hub!.Id))
        {
            var count = leaves.Count();
            if (count <= WidestRow)
            {
                continue;
            }

            // As many rows as make a picture of the shape of a page: a box is some four times as wide as high.
            var rows = (int)Math.Ceiling(Math.Sqrt(count / 3.0));
            foreach (var (index, leaf) in leaves.Index())
            {
                if (index % rows > 0)
                {
                    lengths[leaf.Edge] = 1 + index % rows;
                }
            }
        }

        return lengths;

        bool IsLeaf(NeighborhoodNode node) => graph.Degree(node) == 1;
    }
}
