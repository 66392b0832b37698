using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Words;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class EqualSiblingsTests
{
    [Fact]
    public void Equal_siblings_are_one_box_with_their_number_and_size_and_what_they_have_in_common()
    {
        var picture = Around("""
            List -- _items --> Order
            Line#1..40 -- _order --> Order
            Line#1: 1000 bytes
            Label#1 -- [3] --> Order
            Label#2 -- [14] --> Order
            Label#3 -- [15] --> Order
            """);
        var folded = EqualSiblings.FoldedIn(picture);
        Assert.Equal(["Order", "List", "40 × Line, 1936 B, _order", "3 × Label, 72 B, [*]"], Told(folded));
        Assert.Equal(folded.Nodes.Select((_, index) => index), folded.Nodes.Select(node => node.Id));
    }

    [Theory]
    [InlineData("Line#1..2 -- _order --> Order", "two")]
    [InlineData("Line#1..3 -- _order --> Order\nLine#1: value a\nLine#2: value b\nLine#3: value c", "values")]
    [InlineData("Line#1 -- _a --> Order\nLine#2 -- _b --> Order\nLine#3 -- _c --> Order", "slots")]
    [InlineData("""Line -- ["a"] --> Order""" + "\n" + """Line#2 -- ["b"] --> Order""" + "\n" + """Line#3 -- ["c"] --> Order""", "keys")]
    [InlineData("Line#1..3 -- _order --> Order\nLine#1 -> Line#2", "arrows")]
    public void What_differs_stays_apart(string sketch, string difference)
    {
        var picture = Around(sketch);
        Assert.True(picture.Nodes.Count == EqualSiblings.FoldedIn(picture).Nodes.Count, difference);
    }

    [Fact]
    public void What_is_too_much_to_be_shown_joins_those_that_are()
    {
        var picture = Around("Line#1..40 -- _order --> Order", tooMany: 9);
        Assert.Equal(["Order", "Line", "Line", "Line", "37 × Line, 888 B, _order"], Told(picture));
        Assert.Equal(["Order", "40 × Line, 960 B, _order"], Told(EqualSiblings.FoldedIn(picture)));
    }

    [Fact]
    public void One_of_each_type_is_shown_before_many_of_one()
    {
        var picture = Around("""
            Line#1..1000 -- _order --> Order
            Draft#1..3 -- _order --> Order
            Rare -- _order --> Order
            """, tooMany: 6);
        Assert.Equal(["Order", "Line", "Line", "Draft", "Draft", "Rare", "998 × Line, 23952 B, _order", "1 × ?, 24 B, "], Told(picture));
    }

    [Fact]
    public void Handles_without_a_name_on_one_object_are_one_box()
    {
        var picture = Around("""
            pinnedHandle -> Order
            pinnedHandle -> Order
            pinnedHandle -> Order
            static Shop.A -> Order
            """);
        Assert.Equal([("pinnedHandle", 3), ("static", 0)], EqualSiblings.FoldedIn(picture).Nodes
            .Where(node => node.RootIfAny is not null).OrderBy(node => node.RootIfAny!.Value.Name ?? "").Select(node => (Wording.JsonOf(node.RootIfAny!.Value.Kind), (node as MoreNode)?.HiddenCount ?? 0)));
    }

    private static ReferenceNeighborhood Around(string sketch, int tooMany = 300) =>
        PresentedSketches.Around("Order", "Order\n" + sketch, new NeighborhoodOptions { TooMany = tooMany });

    private static IEnumerable<string> Told(ReferenceNeighborhood picture) => picture.Nodes.Select(node => node is MoreNode more
        ? $"{more.HiddenCount} × {more.TypeIfAny?.ShortName ?? "?"}, {node.Bytes} B, {picture.Edges.Single(edge => edge.From == node.Id).Label}"
        : node.TypeIfAny!.ShortName);
}
