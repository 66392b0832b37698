using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Dominators;

public sealed class RetentionTreeTests
{
    private static readonly RetentionTreeOptions Everything = new() { MinPercent = 0, MaxDepth = 1000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Below_each_root_stands_what_it_alone_keeps_alive_and_equal_siblings_are_one_node()
    {
        var top = TreeOf("""
            static Shop.Cache.Orders -> List -> Order#1..3 -> Line
            thread Main -> Form -> Shared
            handle -> Buffer#1
            handle -> Buffer#2
            static Shop.Log.All -> Log -> Shared
            static Shop.Log.All -> Tail -> Buffer#3
            Log -> Buffer#3
            """, Everything).Top;
        Assert.Equal(
            "Heap 0/12 [Root Shop.Cache.Orders 0/5 [List 1/5 [Order 3/3, Line 1/1]], Root Shop.Log.All 0/3 [Buffer 1/1, Log 1/1, Tail 1/1], "
                + "Root 0/2 [Buffer 2/2], Root Main 0/1 [Form 1/1], Shared 0/1 [Shared 1/1]]",
            TextOf(top));
    }

    [Fact]
    public void An_object_that_another_tree_refers_to_as_well_does_not_hang_on_its_root()
    {
        // The second local is held by the first one too, which is the same root; the index is held by both roots.
        var top = TreeOf("""
            thread Main -> A -> B
            thread Main -> B
            static Shop.All -> C -> Index
            thread Main -> Index -> D
            thread Main -> D
            """, Everything).Top;
        Assert.Equal("Heap 0/5 [Root Main 0/2 [A 1/1, B 1/1], Shared 0/2 [D 1/1, Index 1/1], Root Shop.All 0/1 [C 1/1]]", TextOf(top));
    }

    [Fact]
    public void The_storage_of_static_fields_is_no_root_of_its_own() => Assert.Equal(
        "Heap 0/2 [Root 0/1 [object[] 1/1], Root A.All 0/1 [List 1/1]]",
        TextOf(TreeOf("static A.All -> List\npinnedHandle -> object[] -> List\nobject[]: static storage", Everything).Top));

    [Fact]
    public void A_list_is_one_node_however_long()
    {
        const int Count = 1_000_000;
        var graph = RandomGraph.Of(Count, [.. Enumerable.Range(1, Count - 1).Select(index => (index - 1, index))], [0]);
        var top = RetentionTree.Of(graph, DominatorTree.Of(graph, Cancellation), new RetentionTreeOptions(), Cancellation).Top;
        Assert.Equal($"Heap 0/{Count} [Root 0/{Count} [Space0.T0 {Count}/{Count}]]", TextOf(top));
    }

    [Fact]
    public void What_is_too_small_or_too_deep_is_summed_up()
    {
        var sketch = "static A.All -> Big -> Deep -> Deeper\nBig -> Small#1..3\nDeeper: 1000 bytes\nDeep: 1000 bytes\n";
        Assert.Equal("Heap 0/6 [Root A.All 0/6 [Big 1/6 [Deep 1/2 [Deeper 1/1], Others 3/3]]]", TextOf(TreeOf(sketch, new RetentionTreeOptions { MinPercent = 10 }).Top));
        Assert.Equal("Heap 0/6 [Root A.All 0/6 [Big 1/6 [Others 5/5]]]", TextOf(TreeOf(sketch, new RetentionTreeOptions { MaxDepth = 2 }).Top));
    }

    [Fact]
    public void Nodes_add_up_to_all_reachable_bytes_and_a_root_retains_what_cutting_it_frees_on_random_graphs()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 60);
            var graph = GraphSketch.Parse(string.Join('\n', [
                .. Enumerable.Range(0, count).Select(index => $"T{index % 4}#{index}: {24 + 8 * random.Next(4)} bytes"),
                .. Enumerable.Range(0, random.Next(2 * count)).Select(_ => Reference(random.Next(count), random.Next(count))),
                .. Enumerable.Range(0, random.Next(6)).Select(root => random.Next(count) is var to && random.Next(4) == 0
                    ? $"handle -> T{to % 4}#{to}" : $"static A.R{root % 3} -> T{to % 4}#{to}")]));
            var tree = DominatorTree.Of(graph, Cancellation);
            var folded = RetentionTree.Of(graph, tree, new RetentionTreeOptions { MinPercent = random.Next(20), MaxDepth = random.Next(8) }, Cancellation);
            Assert.Equal((tree.ReachableCount, tree.ReachableBytes), (folded.Top.RetainedObjects, folded.Top.RetainedBytes));
            AssertAddsUp(folded.Top);
            foreach (var node in RetentionTree.Of(graph, tree, Everything, Cancellation).Top.Children.Where(child => child.Kind == RetentionKind.Root))
            {
                var cut = graph.Roots.Where(root => (root.Kind, root.Name) == (node.Root!.Value.Kind, node.Root.Value.Name)).ToHashSet();
                var freed = WhatIfReport.Of(graph, new ReferenceCut([], cut), [], 0, Cancellation).Freed;
                Assert.True((freed.Objects, freed.Bytes) == (node.RetainedObjects, node.RetainedBytes), $"seed {seed}, {node.Root}");
            }
        }

        static string Reference(int from, int to) => $"T{from % 4}#{from} -> T{to % 4}#{to}";
    }

    [Fact]
    public void Below_one_object_the_tree_begins_with_it()
    {
        var sketch = GraphSketch.Read("static A.All -> List -> Order -> Line\nLost -> Line");
        Assert.Equal("List 1/3 [Order 1/2 [Line 1/1]]", TextOf(Below("List")));
        Assert.Equal("Heap 0/0", TextOf(Below("Lost")));

        RetentionNode Below(string name) => RetentionTree.Of(
            sketch.Graph, DominatorTree.Of(sketch.Graph, Cancellation), Everything with { Under = sketch[name] }, Cancellation).Top;
    }

    private static void AssertAddsUp(RetentionNode node)
    {
        if (node.Kind != RetentionKind.Others)
        {
            Assert.Equal(node.RetainedBytes, node.Bytes + node.Children.Sum(child => child.RetainedBytes));
            Assert.Equal(node.RetainedObjects, node.Objects + node.Children.Sum(child => child.RetainedObjects));
        }

        Assert.All(node.Children, AssertAddsUp);
    }

    private static RetentionTree TreeOf(string sketch, RetentionTreeOptions options) =>
        GraphSketch.Parse(sketch) is var graph ? RetentionTree.Of(graph, DominatorTree.Of(graph, Cancellation), options, Cancellation) : null!;

    private static string TextOf(RetentionNode node) =>
        $"{node.Type?.Name ?? node.Kind.ToString()}{(node.Root?.Name is { } name ? $" {name}" : "")} {node.Objects}/{node.RetainedObjects}"
        + (node.Children.Count == 0 ? "" : $" [{string.Join(", ", node.Children.Select(TextOf))}]");
}
