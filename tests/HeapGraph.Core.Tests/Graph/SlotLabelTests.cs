using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Graph;

/// <summary>Labels of slots: what they say, and what is left of them where positions and keys do not count.</summary>
public sealed class SlotLabelTests
{
    [Theory]
    [InlineData("_items", "_items", "_items", "_items")]
    [InlineData("[17]", "[*]", "[*]", "[*]")]
    [InlineData("[1,2].value", "[*].value", "[*].value", "[*].value")]
    [InlineData("[17][3].value", "[*][3].value", "[*][*].value", "[*][*].value")]
    [InlineData("_buffer[3]", "_buffer[3]", "_buffer[*]", "_buffer[*]")]
    [InlineData("[\"order[1]\"].Lines", "[*].Lines", "[\"order[1]\"].Lines", "[*].Lines")]
    [InlineData("[typeof(Order)]", "[*]", "[typeof(Order)]", "[*]")]
    [InlineData("[3] -> OnChanged", "[*] -> OnChanged", "[*] -> OnChanged", "[*] -> OnChanged")]
    [InlineData("captured cart", "captured cart", "captured cart", "captured cart")]
    [InlineData("OrderService.LoadAsync: cart", "OrderService.LoadAsync: cart", "OrderService.LoadAsync: cart", "OrderService.LoadAsync: cart")]
    [InlineData("(dependent handle)", "(dependent handle)", "(dependent handle)", "(dependent handle)")]
    public void A_label_is_the_same_for_all_elements_without_its_position(string text, string ofAny, string withoutPositions, string withoutKeys)
    {
        var label = SketchedLabel.Of(text);
        Assert.Equal(
            (text, ofAny, withoutPositions, withoutKeys),
            (label.ToString(), label.OfAny.ToString(), SlotShape.WithoutPositions(label).ToString(), SlotShape.WithoutKeys(label).ToString()));
    }

    [Fact]
    public void The_key_of_an_AsyncLocal_is_no_element()
    {
        var label = new SlotLabel(SlotKind.AsyncLocal, "Name") { Key = "AsyncLocal Shop.Context.Current" };
        Assert.Equal("AsyncLocal Shop.Context.Current.Name", label.ToString());
        Assert.Equal(label, SlotShape.WithoutKeys(label));
    }
}
