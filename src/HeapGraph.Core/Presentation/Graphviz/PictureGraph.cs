using HeapGraph.Core.Presentation.Folding;
using QuikGraph;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>A picture as a QuikGraph graph, open to that library's algorithms.</summary>
internal static class PictureGraph
{
    /// <summary>Nodes and arrows of a neighbourhood. Parallel arrows are kept, up to a few per pair of nodes;
    /// one more arrow stands for all others.</summary>
    public static BidirectionalGraph<NeighborhoodNode, PictureEdge> Of(ReferenceNeighborhood neighborhood)
    {
        var graph = new BidirectionalGraph<NeighborhoodNode, PictureEdge>(allowParallelEdges: true);
        graph.AddVertexRange(neighborhood.Nodes);
        foreach (var bundle in ReferenceBundle.Of(neighborhood))
        {
            var (source, target) = (neighborhood.Nodes[bundle.From], neighborhood.Nodes[bundle.To]);
            graph.AddEdgeRange(bundle.Labels.Select(label => new PictureEdge(source, target, label?.ToString(), 0) { Strength = bundle.Strength }));
            if (bundle.HiddenCount > 0)
            {
                graph.AddEdge(new PictureEdge(source, target, null, bundle.HiddenCount) { Strength = bundle.Strength });
            }
        }

        return graph;
    }
}
