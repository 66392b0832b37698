using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class DominatorPresentationTests
{
    private static readonly GraphSketch Shop = GraphSketch.Read("""
        static Shop.Cache.Orders -> System.Collections.Generic.List<Shop.Order> -> Shop.Order[] -> Shop.Order#1..1204
        Shop.Order#1 -> Shop.Line#1..3
        Shop.Order#2 -> Shop.Note
        Shop.Order#3 -> string#1..200
        thread Shop.Program.Main (thread 1) -> Shop.Form -> Shop.Logger
        static Shop.Log.All -> Shop.Log -> Shop.Logger
        static Shop.Log.Last -> Shop.Log
        handle -> Shop.Buffer#1
        handle -> Shop.Buffer#2
        Shop.Garbage#1..12 -> Shop.Order#1
        Shop.Order[]: 9664 bytes
        Shop.Order#4: 4000 bytes
        """);

    [Fact]
    public void A_tree_shows_share_size_and_root_folds_equal_siblings_and_says_what_it_leaves_out() => ExpectedFile.Matches(
        "Dominators.expected.txt",
        PlainConsole.TextOf(console => DominatorTreeText.Write(console, "app.dmp", TableOf(new DominatorTableOptions { Limit = 4 }), shortNames: true)));

    [Fact]
    public void The_tree_below_an_object_says_what_that_object_is() => Assert.StartsWith(
        "app.dmp: 1,415 reachable objects, 46.5 KB\nBelow Order[] 1018, which retains 46.3 KB (99.7 %)\n 79.4 % ",
        PlainConsole.TextOf(console => DominatorTreeText.Write(
            console, "app.dmp", TableOf(new DominatorTableOptions { Under = Shop["Shop.Order[]"] }), shortNames: true)),
        StringComparison.Ordinal);

    [Fact]
    public void Dominators_have_the_published_keys_in_their_order() =>
        ExpectedFile.Matches("Dominators.expected.json", JsonResult.Of("app.dmp", TableOf(new DominatorTableOptions { Limit = 2 })));

    [Fact]
    public void Sums_are_a_table_in_every_other_format()
    {
        using var output = new StringWriter();
        DelimitedText.WriteCsv(output, TableView.Of("app.dmp", TableOf(new DominatorTableOptions { By = DominatorRowKind.Namespace }), shortNames: false));
        Assert.Equal(
            "namespace,objects,bytes,retained bytes,share\r\nShop,1214,42752,47552,99.9 %\r\nSystem.Collections.Generic,1,24,47456,99.7 %\r\nSystem,200,4800,4800,10.1 %\r\n",
            output.ToString());
        Assert.Contains("\"namespace\": \"Shop\"", JsonResult.Of("app.dmp", TableOf(new DominatorTableOptions { By = DominatorRowKind.Namespace })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_without_a_namespace_is_told_so() => Assert.Equal(
        "(no namespace)",
        TableView.Of("app.dmp", TableOf(new DominatorTableOptions { By = DominatorRowKind.Namespace }, GraphSketch.Parse("static A.All -> Order")), shortNames: false).Rows[0][0]);

    [Fact]
    public void Nothing_reachable_is_said_so() => Assert.Equal(
        ["Nothing is reachable.", "Not in the tree: 1 unreachable objects, 24 B, of which A 24 B"],
        TableView.Of("app.dmp", TableOf(new DominatorTableOptions(), GraphSketch.Parse("A")), shortNames: false).FooterLines);

    private static DominatorTable TableOf(DominatorTableOptions options, ObjectGraph? graph = null)
    {
        graph ??= Shop.Graph;
        return DominatorTable.Of(graph, DominatorTree.Of(graph, TestContext.Current.CancellationToken), options, TestContext.Current.CancellationToken);
    }
}
