using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class TextTests
{
    [Fact]
    public void A_table_of_types_says_its_scope_what_it_leaves_out_and_what_could_not_be_read() =>
        ExpectedFile.Matches("Common.expected.txt", PlainConsole.TextOf(console =>
            TableText.Write(console, TableView.Of("app.dmp", PresentedSketches.Types, shortNames: false))));

    [Fact]
    public void A_table_of_growth_shows_every_snapshot_in_objects_and_bytes() =>
        ExpectedFile.Matches("Growth.expected.txt", PlainConsole.TextOf(console =>
            TableText.Write(console, TableView.Of(PresentedSketches.Growth, shortNames: false))));

    [Fact]
    public void A_table_of_growth_by_path_reads_like_source_code() =>
        ExpectedFile.Matches("PathGrowth.expected.txt", PlainConsole.TextOf(console =>
            TableText.Write(console, TableView.Of(PresentedSketches.PathGrowth, shortNames: true)), width: 200));

    [Fact]
    public void A_table_of_new_objects_says_which_rows_are_certain() =>
        ExpectedFile.Matches("NewObjects.expected.txt", PlainConsole.TextOf(console =>
            TableText.Write(console, TableView.Of(PresentedSketches.NewObjects, shortNames: true)), width: 130));

    [Theory]
    [InlineData("▁▅█", true)]
    [InlineData("_=#", false)]
    public void A_curve_is_drawn_with_what_the_console_can_show(string expected, bool hasUnicode) => Assert.Contains(
        expected,
        PlainConsole.TextOf(console =>
        {
            console.Profile.Capabilities.Unicode = hasUnicode;
            TableText.Write(console, new TableView([], [TableColumn.Number("objects trend")], [[new Sparkline([-5, 1, 5])]], []));
        }),
        StringComparison.Ordinal);

    [Fact]
    public void A_tree_leads_from_the_target_to_its_roots_and_names_what_it_showed_before() =>
        ExpectedFile.Matches("Backrefs.expected.txt", PlainConsole.TextOf(console =>
            NeighborhoodTree.Write(console, "app.dmp", PresentedSketches.Shop, shortNames: false)));

    [Fact]
    public void A_table_of_objects_says_how_many_there_are_and_what_they_hold() =>
        ExpectedFile.Matches("Objects.expected.txt", PlainConsole.TextOf(console =>
            TableText.Write(console, TableView.Of("app.dmp", PresentedSketches.Objects, shortNames: true))));

    [Fact]
    public void A_chain_leads_from_its_root_to_the_object_and_says_what_it_shares_and_hides() =>
        ExpectedFile.Matches("Chain.expected.txt", PlainConsole.TextOf(console =>
            ChainTree.Write(console, "app.dmp", PresentedSketches.Chains, shortNames: true, maxSteps: 24)));

    [Fact]
    public void Of_a_long_chain_the_middle_is_left_out()
    {
        var chain = PresentedSketches.ChainsTo(["E"], "static S.F -> A -- a --> B -- b --> C -- c --> D -- d --> E", new ChainOptions());
        Assert.Equal("""
            app.dmp
            static S.F
            └ A 1000, 24 B
              └ (2 more steps)
                └ .c = D 1048, 24 B
                  └ .d = E 1060, 24 B

            """, PlainConsole.TextOf(console => ChainTree.Write(console, "app.dmp", chain, shortNames: true, maxSteps: 3)));
    }

    [Fact]
    public void An_object_that_is_reached_only_through_what_was_left_out_is_not_called_garbage()
    {
        var chain = PresentedSketches.ChainsTo(["B"], "static S.F -> A -- _b --> B", new ChainOptions { ExcludesType = type => type == 0 });
        Assert.Equal("""
            app.dmp
            B 1018, 24 B: reached only through what is left out (Exclude, Filter, Ignore)
            └ ._b of A 1000, 24 B

            """, PlainConsole.TextOf(console => ChainTree.Write(console, "app.dmp", chain, shortNames: true, maxSteps: 24)));
    }

    [Fact]
    public void A_tree_of_several_targets_unfolds_each_once()
    {
        var sketch = GraphSketch.Read("A -> B -> C");
        var both = ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch["C"], sketch["B"]], 2, new NeighborhoodOptions());
        Assert.Equal("""
            app.dmp
            C 1030, 24 B
            └── B 1018, 24 B (shown below)
            B 1018, 24 B
            └── A 1000, 24 B

            """, PlainConsole.TextOf(console => NeighborhoodTree.Write(console, "app.dmp", both, shortNames: true)));
    }

    [Fact]
    public void An_object_that_nothing_refers_to_says_so() => Assert.Contains(
        "(nothing refers to it)",
        PlainConsole.TextOf(console => NeighborhoodTree.Write(
            console, "app.dmp", PresentedSketches.Around("A", "A -> B", new NeighborhoodOptions()), shortNames: true)),
        StringComparison.Ordinal);

    [Fact]
    public void A_string_of_the_target_cannot_steer_the_terminal()
    {
        var node = new ObjectNode(0, 0, ObjectRole.Target, 0, new HeapType("Evil\u001b[31m", "Evil\u001b[31m", ""), 0)
        {
            Value = "a\nb\u001b]0;owned\a\u202e[red]\ud800",
        };
        var text = PlainConsole.TextOf(console => NeighborhoodTree.Write(
            console, "app.dmp", new ReferenceNeighborhood(ReferenceDirection.Referrers, [node], [], 1, false, new HeapCoverage()), shortNames: false), width: 200);
        Assert.Contains(@"Evil\u001b[31m 0, 0 B, a\nb\u001b]0;owned\u0007\u202e[red]\ud800", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1,023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(1_048_570, "1 MB")]
    [InlineData(-2048, "-2 KB")]
    public void Sizes_are_rounded_to_the_unit_that_fits(long bytes, string expected) => Assert.Equal(expected, bytes.AsByteSize);
}
