using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class FoldedPageTests
{
    [Fact]
    public void A_fold_unfolds_to_those_that_it_stands_for_with_their_arrows()
    {
        var snapshot = GraphSketch.Read("Cart -> Order\nLine#1..3 -- _order --> Order\nTag#1..3 -- _line --> Line#1\nLine#1: value \"other\"").ToSnapshot();
        var options = new NeighborhoodOptions { TooMany = 30 };
        var sketched = UnfoldableNeighborhood.Of(snapshot, ReferenceNeighborhood.Of(snapshot, [TargetIn(snapshot)], 1, options), options);
        var page = FoldedPage.Of(sketched);
        var fold = Assert.Single(page.Shown.Nodes.OfType<MoreNode>());
        Assert.Equal(("Tag", 3), (fold.TypeIfAny?.Name, fold.HiddenCount));
        Assert.Equal(["Tag", "Tag", "Tag"], page.RevealedBy[fold.Id].Select(id => page.Whole.Nodes[id].TypeIfAny!.Name));
        Assert.All(page.RevealedBy[fold.Id], id => Assert.Contains(page.Whole.Edges, edge => edge.From == id && edge.Label?.ToString() == "_line"));
    }

    [Fact]
    public void All_unfolded_is_what_it_was_without_folds_on_random_graphs()
    {
        var (random, folds) = (new Random(11), 0);
        for (var round = 0; round < 80; round++)
        {
            var count = random.Next(2, 40);
            var (hubs, isBack) = (Math.Min(4, count), round % 2 == 0);
            var references = Enumerable.Range(0, count).Select(index => (index, random.Next(hubs))).Select(pair => isBack ? pair : (pair.Item2, pair.Item1))
                .Concat(Enumerable.Range(0, random.Next(9)).Select(_ => (random.Next(count), random.Next(count)))).Distinct().ToArray();
            var text = string.Join('\n', [
                .. Enumerable.Range(0, count).Select(index => $"{NameOf(index)}: 24 bytes"),
                .. references.Select(reference => $"{NameOf(reference.Item1)} -> {NameOf(reference.Item2)}")]);
            var snapshot = GraphSketch.Read(text).ToSnapshot();
            var options = new NeighborhoodOptions { Direction = isBack ? ReferenceDirection.Referrers : ReferenceDirection.References, MaxDepth = random.Next(1, 3), TooMany = random.Next(1, 40) };
            var plain = UnfoldableNeighborhood.Of(snapshot, ReferenceNeighborhood.Of(snapshot, [0], 1, options), options);
            var folded = FoldedPage.Of(plain);
            folds += plain.Shown.Nodes.Count - folded.Shown.Nodes.Count;

            Assert.Equal(EqualSiblings.FoldedIn(plain.Shown).Nodes, folded.Shown.Nodes);
            Assert.Equal(folded.Whole.Nodes.Select((_, index) => index), folded.Whole.Nodes.Select(node => node.Id));
            Assert.Equal(folded.Shown.Nodes, folded.Whole.Nodes.Take(folded.Shown.Nodes.Count));
            Assert.Equal(AllUnfolded(plain), AllUnfolded(folded));
        }

        Assert.True(folds > 20);

        static string NameOf(int index) => $"T{index % 3}#{index}";
    }

    private static int TargetIn(HeapSnapshot snapshot) =>
        Enumerable.Range(0, snapshot.Graph.ObjectCount).Single(index => snapshot.Graph.TypeOf(index).Name == "Order");

    /// <summary>Objects and arrows that are seen when nothing is left to unfold.</summary>
    private static string[] AllUnfolded(UnfoldableNeighborhood picture)
    {
        var visible = Enumerable.Range(0, picture.Shown.Nodes.Count).ToHashSet();
        var waiting = new Queue<int>(visible);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var id in picture.RevealedBy.GetValueOrDefault(next, []).Where(visible.Add))
            {
                waiting.Enqueue(id);
            }
        }

        var objects = visible.Select(id => picture.Whole.Nodes[id]).OfType<ObjectNode>().ToDictionary(node => node.Id, node => node.ObjectIndex);
        return
        [
            .. objects.Values.Select(index => $"{index}").Order(StringComparer.Ordinal),
            .. picture.Whole.Edges.Where(edge => objects.ContainsKey(edge.From) && objects.ContainsKey(edge.To))
                .Select(edge => $"{objects[edge.From]} -> {objects[edge.To]}").Order(StringComparer.Ordinal),
        ];
    }
}
