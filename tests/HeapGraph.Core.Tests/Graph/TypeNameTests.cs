using HeapGraph.Core.Graph.Names;
using Xunit;

namespace HeapGraph.Core.Tests.Graph;

/// <summary>Names of types, taken apart.</summary>
public sealed class TypeNameTests
{
    [Theory]
    [InlineData("System.Collections.Generic.Dictionary<int, Shop.Cart<A.B>>.Entry[]", "System.Collections.Generic.Dictionary.Entry[]")]
    [InlineData("Shop.Cart.<LoadAsync>d__5<int>", "Shop.Cart.d__5")]
    [InlineData("int[,][]", "int[,][]")]
    [InlineData("Order", "Order")]
    public void A_definition_has_no_type_arguments(string name, string expected) => Assert.Equal(expected, Of(name).Definition);

    [Theory]
    [InlineData("System.Collections.Generic.Dictionary<int, Shop.Order>.Entry[]", "System.Collections.Generic.Dictionary<int, Shop.Order>")]
    [InlineData("System.Collections.Generic.List<Shop.Cache<int>.Entry>", null)]
    [InlineData("Shop.Outer.Inner", "Shop.Outer")]
    [InlineData("Outer.Inner", "Outer")]
    [InlineData("Shop.Order", null)]
    [InlineData("string", null)]
    public void A_nested_type_has_another_around_it(string name, string? expected) => Assert.Equal(expected, Of(name).Outer);

    [Theory]
    [InlineData("Shop.Cache<int, System.Func<A, B>>", "int|System.Func<A, B>")]
    [InlineData("Shop.Cache<int>.Box<Shop.X.<Load>d__3, int[,]>", "Shop.X.<Load>d__3|int[,]")]
    [InlineData("Shop.Cache<int>.Entry", "")]
    [InlineData("Shop.Cache<int>[]", "")]
    public void The_type_arguments_are_those_of_the_type_itself(string name, string expected) => Assert.Equal(expected, string.Join('|', Of(name).Arguments));

    [Fact]
    public void A_type_is_the_same_whether_its_name_was_taken_apart_or_not()
    {
        var (one, other) = (new HeapType("Shop.Order", "Order", "Shop"), new HeapType("Shop.Order", "Order", "Shop"));
        Assert.Equal("Shop", one.Parsed.Namespace);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other with { Traits = HeapTypeTraits.Finalizable });
        Assert.Equal("Depot", (one with { Name = "Depot.Order" }).Parsed.Namespace);
    }

    private static TypeName Of(string name) => new(name, name switch
    {
        ['S', 'y', ..] => name["System.Collections.Generic.".Length..],
        ['S', 'h', ..] => name["Shop.".Length..],
        _ => name,
    });
}
