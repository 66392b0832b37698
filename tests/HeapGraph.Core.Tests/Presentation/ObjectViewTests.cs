using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>Single objects as text and as JSON.</summary>
public sealed class ObjectViewTests
{
    private static readonly GraphSketch Sketch = GraphSketch.Read("""
        static Shop.Cache.Items -> System.Collections.Generic.List<Shop.Order> -- _items --> Shop.Order[] -- [0] --> Shop.Order
        Shop.Order -- _customer --> Shop.Customer
        Shop.Order -- _lines --> Shop.Line#1
        Shop.Order -- _last --> Shop.Line#2
        stack Shop.Program.Main (thread 1) -> Shop.Order
        Shop.Form#1..3 -- _order --> Shop.Order
        Shop.Customer: value "Ada"
        Shop.Draft -- _order --> Shop.Order
        handle -> Shop.Form#1
        handle -> Shop.Form#2
        handle -> Shop.Form#3
        """);

    private static readonly ObjectReport Report = ObjectReport.Of(
        Sketch.ToSnapshot(),
        [Sketch["Shop.Order"], Sketch["Shop.Draft"]],
        2,
        new ObjectViewOptions { MaxElements = 2, MaxReferrers = 4, SkipsInnerNodes = true },
        DominatorTree.Of(Sketch.Graph));

    [Fact]
    public void An_object_is_told_with_its_fields_referrers_and_chain() =>
        ExpectedFile.Matches("Show.expected.txt", PlainConsole.TextOf(console => ObjectViewText.Write(console, "app.dmp", Report, shortNames: true)));

    [Fact]
    public void Show_has_the_published_keys_in_their_order() =>
        ExpectedFile.Matches("Show.expected.json", JsonResult.Of("app.dmp", Report));
}
