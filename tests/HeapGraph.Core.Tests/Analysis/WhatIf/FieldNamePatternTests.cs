using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.WhatIf;

public sealed class FieldNamePatternTests
{
    [Theory]
    [InlineData("Shop.Order._lines", "Shop.Order", "_lines", true)]
    [InlineData("Order._lines", "Shop.Order", "_lines", true)]
    [InlineData("Order._line", "Shop.Order", "_lines", false)]
    [InlineData("Order.*", "Shop.Order", "_lines", true)]
    [InlineData("*._lines", "Shop.Order", "_lines", true)]
    [InlineData("_lines", "Shop.Order", "_lines", false)]
    [InlineData("List<Order>._items", "System.Collections.Generic.List<Shop.Order>", "_items", true)]
    [InlineData("List<Line>._items", "System.Collections.Generic.List<Shop.Order>", "_items", false)]
    [InlineData("List._items", "System.Collections.Generic.List<Shop.Order>", "_items", true)]
    [InlineData("Order.Inner", "Shop.Order", "Inner.Deep.Reference", true)]
    [InlineData("Order.Inner.Deep", "Shop.Order", "Inner.Deep.Reference", true)]
    [InlineData("Order.In", "Shop.Order", "Inner.Deep.Reference", false)]
    [InlineData("Order.slots", "Shop.Order", "slots[2]", true)]
    [InlineData("Order[]", "Shop.Order[]", "", true)]
    [InlineData("Order", "Shop.Order[]", "", false)]
    [InlineData("Entry[].value", "Shop.Entry[]", "value", true)]
    [InlineData("Entry[]", "Shop.Entry[]", "value", true)]
    [InlineData("/^Shop.*lines$/", "Shop.Order", "_lines", true)]
    public void A_field_is_meant_by_its_types_name_and_its_own(string pattern, string type, string field, bool isMeant) =>
        Assert.Equal(isMeant, new FieldNamePattern(pattern).Matches(new HeapField(TypeOf(type), field, field, IsStatic: false)));

    [Theory]
    [InlineData("Shop.Cache.Items", true)]
    [InlineData("Cache.Items", true)]
    [InlineData("Nested.Cache.Items", false)]
    [InlineData("ache.Items", false)]
    public void A_static_field_is_meant_by_the_end_of_its_name(string pattern, bool isMeant) => Assert.Equal(
        isMeant, new FieldNamePattern(pattern).Matches(HeapField.OfStatic(SketchedRoot.Of(HeapRootKind.ThreadStatic, 0, "Outer.Shop.Cache.Items (thread 5)", 0))!));

    [Fact]
    public void Either_name_of_an_automatic_property_will_do()
    {
        var field = new HeapField(TypeOf("Shop.Order"), "Customer", "<Customer>k__BackingField", IsStatic: false);
        Assert.True(new FieldNamePattern("Order.Customer").Matches(field) && new FieldNamePattern("Order.<Customer>k__BackingField").Matches(field));
    }

    [Fact]
    public void A_name_that_means_nothing_has_near_ones() => Assert.Equal(
        ["Shop.Order._lines"],
        new FieldNamePattern("Order._lnes").NearestOf([new HeapField(TypeOf("Shop.Order"), "_lines", "_lines", false), new HeapField(TypeOf("X"), "_y", "_y", false)]));

    private static HeapType TypeOf(string name) => new(name, CSharpTypeName.ShortNameOf(name), "Shop");
}
