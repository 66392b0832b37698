using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class TypeNameFitTests
{
    [Theory]
    [InlineData("Dictionary<string, List<Order>>", 31, "Dictionary<string, List<Order>>")]
    [InlineData("Dictionary<string, List<Order>>", 30, "Dictionary<string, List<…>>")]
    [InlineData("Dictionary<string, List<Order>>", 20, "Dictionary<…>")]
    [InlineData("Dictionary<string, List<Order>>", 3, "Dictionary<…>")]
    [InlineData("Outer<int>.Inner<string>[]", 10, "Outer<…>.Inner<…>[]")]
    [InlineData("<Main>b__0", 2, "<Main>b__0")]
    [InlineData("Shop.<>c__DisplayClass1_0<Order>", 2, "Shop.<>c__DisplayClass1_0<…>")]
    [InlineData("static Shop.Cache.Items [*] -> OnChanged of List<Order>", 10, "static Shop.Cache.Items [*] -> OnChanged of List<…>")]
    [InlineData("Broken<int", 2, "Broken<int")]
    public void Of_a_name_that_is_too_long_type_arguments_are_cut_and_never_its_own_name(string name, int characters, string expected) =>
        Assert.Equal(expected, name.WithoutArgumentsBeyond(characters));

    [Theory]
    [InlineData("short", 10, new[] { "short" })]
    [InlineData("one two three four", 10, new[] { "one two", "  three", "  four" })]
    [InlineData("   - one two three", 11, new[] { "   - one", "     two", "     three" })]
    [InlineData("AVeryLongWordIndeed and", 10, new[] { "AVeryLongWordIndeed", "  and" })]
    [InlineData("- AVeryLongWordIndeed and", 10, new[] { "- AVeryLongWordIndeed", "  and" })]
    public void A_sentence_goes_on_below_and_no_word_is_broken(string text, int width, string[] expected) => Assert.Equal(expected, HangingText.Lines(text, width));
}
