using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Tests.Support;
using QuikGraph;
using QuikGraph.Algorithms;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class ClosingArrowsTests
{
    [Fact]
    public void Without_them_a_picture_has_no_cycle_and_each_of_them_lies_on_one()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 12);
            var sketch = GraphSketch.Read("T0\n" + string.Concat(Enumerable.Range(0, random.Next(0, 25)).Select(_ => $"T{random.Next(count)} -> T{random.Next(count)}\n")));
            var direction = (ReferenceDirection)(seed % 2);
            var graph = PictureGraph.Of(ReferenceNeighborhood.Of(
                sketch.ToSnapshot(), [0], 1, new NeighborhoodOptions { Direction = direction, MaxDepth = 20 }));

            var closing = ClosingArrows.Of(graph, direction);
            Assert.All(closing, edge => Assert.True(Leads(graph, edge.Target, edge.Source)));
            graph.RemoveEdgeIf(closing.Contains);
            Assert.True(graph.IsDirectedAcyclicGraph());
        }
    }

    private static bool Leads(BidirectionalGraph<NeighborhoodNode, PictureEdge> graph, NeighborhoodNode from, NeighborhoodNode to)
    {
        var seen = new HashSet<NeighborhoodNode> { from };
        var rest = new Queue<NeighborhoodNode>(seen);
        while (rest.TryDequeue(out var node))
        {
            foreach (var edge in graph.OutEdges(node).Where(edge => seen.Add(edge.Target)))
            {
                rest.Enqueue(edge.Target);
            }
        }

        return seen.Contains(to);
    }
}
