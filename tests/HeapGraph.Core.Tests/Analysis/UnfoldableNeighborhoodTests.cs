using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

public sealed class UnfoldableNeighborhoodTests
{
    [Fact]
    public void What_is_not_shown_appears_in_steps_and_nothing_is_lost()
    {
        var picture = Around("Target", "Line#1..100 -> Target", new NeighborhoodOptions { TooMany = 10 });
        var shown = picture.Shown.Nodes.Count;
        var more = Assert.Single(picture.Shown.Nodes.OfType<MoreNode>());
        var atFirst = picture.Shown.Nodes.Count(node => node is ObjectNode { Role: ObjectRole.Neighbor });
        var (seen, left) = (atFirst, 100 - atFirst);
        while (picture.RevealedBy.TryGetValue(more.Id, out var revealed))
        {
            var lines = revealed.Count(id => picture.Whole.Nodes[id] is ObjectNode);
            (seen, left) = (seen + lines, left - lines);
            more = revealed.Select(id => picture.Whole.Nodes[id]).OfType<MoreNode>().Single();
            Assert.Equal((left, left * 24L), (more.HiddenCount, more.Bytes));
            Assert.All(revealed, id => Assert.True(id >= shown));
        }

        Assert.Equal(atFirst + UnfoldableNeighborhood.MaxBehind, seen);
    }

    [Fact]
    public void Hidden_steps_of_a_chain_appear_without_the_references_beside_it()
    {
        var text = string.Join('\n', Enumerable.Range(1, 9).Select(number => $"Node#{number} -- _next --> Node#{number + 1} -- _previous --> Node#{number}"));
        var sketch = GraphSketch.Read($"static S.First -> Node#1\n{text}");
        ReferenceNeighborhood shown = new(
            ReferenceDirection.Referrers,
            [Box(0, "Node#10", ObjectRole.Target), Box(1, "Node#1"), new MoreSteps(2, 1, 8)],
            [new NeighborhoodEdge(1, 2, null), new NeighborhoodEdge(2, 0, null)], 1, false, new HeapCoverage());

        var hidden = Enumerable.Range(2, 8).Select(number => sketch[$"Node#{number}"]).ToArray();
        var picture = UnfoldableNeighborhood.Of(sketch.ToSnapshot(), shown, new NeighborhoodOptions(), new Dictionary<int, IReadOnlyList<int>> { [2] = hidden });
        Assert.Equal(hidden, picture.RevealedBy[2].Select(id => ((ObjectNode)picture.Whole.Nodes[id]).ObjectIndex));
        Assert.DoesNotContain(picture.Whole.Edges, edge => edge.Label?.ToString() == "_previous");
        Assert.Equal(9, picture.Whole.Edges.Count(edge => edge.Label?.ToString() == "_next"));

        ObjectNode Box(int id, string name, ObjectRole role = ObjectRole.Neighbor) =>
            new(id, id, role, sketch[name], sketch.Graph.TypeOf(sketch[name]), 0);
    }

    [Theory]
    [InlineData(ReferenceDirection.Referrers)]
    [InlineData(ReferenceDirection.References)]
    public void All_unfolded_is_all_that_can_be_reached_on_random_graphs(ReferenceDirection direction)
    {
        var random = new Random(7);
        for (var round = 0; round < 60; round++)
        {
            var count = random.Next(1, 30);
            var references = Enumerable.Range(0, random.Next(count * 3)).Select(_ => (random.Next(count), random.Next(count))).Distinct().ToArray();
            var graph = GraphSketch.Of(count, references, [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(count))]);
            var snapshot = new HeapSnapshot("random", graph, new NoDetails());
            var options = new NeighborhoodOptions { Direction = direction, MaxDepth = random.Next(1, 3), TooMany = random.Next(1, 4) };
            var all = ReferenceNeighborhood.Of(snapshot, [0], 1, options with { MaxDepth = count, TooMany = int.MaxValue, MaxNodes = int.MaxValue });
            var picture = UnfoldableNeighborhood.Of(snapshot, ReferenceNeighborhood.Of(snapshot, [0], 1, options), options);

            var visible = Enumerable.Range(0, picture.Shown.Nodes.Count).ToHashSet();
            var waiting = new Queue<int>(visible);
            while (waiting.TryDequeue(out var next))
            {
                foreach (var id in picture.RevealedBy.GetValueOrDefault(next, []).Where(visible.Add))
                {
                    waiting.Enqueue(id);
                }
            }

            Assert.Equal(Places(all, all.Nodes), Places(picture.Whole, visible.Select(id => picture.Whole.Nodes[id])));
            Assert.Equal(Arrows(all), Arrows(picture.Whole));
        }
    }

    private static string[] Places(ReferenceNeighborhood picture, IEnumerable<NeighborhoodNode> nodes) =>
        [.. nodes.Where(node => node is not MoreNode).Select(node => NameIn(picture, node.Id)).Order(StringComparer.Ordinal)];

    private static string[] Arrows(ReferenceNeighborhood picture) =>
    [
        .. picture.Edges.Where(edge => picture.Nodes[edge.From] is not MoreNode && picture.Nodes[edge.To] is not MoreNode)
            .Select(edge => $"{NameIn(picture, edge.From)} -> {NameIn(picture, edge.To)}").Order(StringComparer.Ordinal),
    ];

    private static string NameIn(ReferenceNeighborhood picture, int id) =>
        picture.Nodes[id] is RootNode { Root: var root } ? $"root {root.Place}" : $"object {((ObjectNode)picture.Nodes[id]).ObjectIndex}";

    private static UnfoldableNeighborhood Around(string target, string text, NeighborhoodOptions options)
    {
        var sketch = GraphSketch.Read(text);
        return UnfoldableNeighborhood.Of(sketch.ToSnapshot(), ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch[target]], 1, options), options);
    }
}
