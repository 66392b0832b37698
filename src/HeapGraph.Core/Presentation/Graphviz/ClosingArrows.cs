using QuikGraph;
using QuikGraph.Algorithms;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>The arrows of a picture that close its cycles: without them it has none.</summary>
internal static class ClosingArrows
{
    /// <summary>Finds them: arrows within a strongly connected part that lead
    /// against the picture's direction, and of cycles that stay on one level those that a depth-first walk finds to lead
    /// back. O(nodes + arrows) time.</summary>
    public static IReadOnlySet<PictureEdge> Of(BidirectionalGraph<NeighborhoodNode, PictureEdge> graph, ReferenceDirection direction)
    {
        var part = new Dictionary<NeighborhoodNode, int>();
        graph.StronglyConnectedComponents(part);
        var closing = graph.Edges.Where(edge => part[edge.Source] == part[edge.Target] && StepOf(edge) < 0).ToHashSet();
        var state = new Dictionary<NeighborhoodNode, bool>();   // true: on the path
        foreach (var start in graph.Vertices.Where(node => !state.ContainsKey(node)))
        {
            var path = new Stack<(NeighborhoodNode Node, IEnumerator<PictureEdge> Arrows)>();
            Enter(start);
            while (path.TryPeek(out var top))
            {
                if (!top.Arrows.MoveNext())
                {
                    state[path.Pop().Node] = false;
                }
                else if (state.TryGetValue(top.Arrows.Current.Target, out var isOnPath))
                {
                    if (isOnPath)
                    {
                        closing.Add(top.Arrows.Current);
                    }
                }
                else
                {
                    Enter(top.Arrows.Current.Target);
                }
            }

            void Enter(NeighborhoodNode node)
            {
                state[node] = true;
                path.Push((node, graph.OutEdges(node).Where(edge => !closing.Contains(edge)).ToList().GetEnumerator()));
            }
        }

        return closing;

        int StepOf(PictureEdge edge) => direction == ReferenceDirection.Referrers
            ? edge.Source.Depth - edge.Target.Depth : edge.Target.Depth - edge.Source.Depth;
    }
}
