using System.Diagnostics;
using CsCheck;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class DotWriterTests
{
    [Fact]
    public void A_picture_is_the_expected_DOT() => ExpectedFile.Matches("Backrefs.expected.dot", Dot(PresentedSketches.Shop));

    [Fact]
    public void A_picture_of_chains_is_the_expected_DOT_with_each_object_once() =>
        ExpectedFile.Matches("Chain.expected.dot", Dot(ChainPicture.Of(PresentedSketches.Chains, maxSteps: 24, maxNodes: 300)));

    [Fact]
    public void A_chain_that_has_no_room_is_not_drawn_in_part()
    {
        var picture = ChainPicture.Of(PresentedSketches.Chains, maxSteps: 24, maxNodes: 6);
        Assert.True(picture.IsCutByNodes);
        Assert.Equal(["Shop.Cache.Items"], picture.Nodes.Where(node => node.RootIfAny is not null).Select(node => node.RootIfAny!.Value.Name));
        Assert.Contains("MaxNodes was reached", string.Concat(ChainPicture.MissingFrom(PresentedSketches.Chains, picture, shortNames: true).Select(remark => remark.In(LibraryWords.Instance))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_not_be_read_is_said_below_the_picture() => Assert.Contains(
        "2 references lead to no object and were left out.",
        Dot(PresentedSketches.Shop with { Coverage = new HeapCoverage { DanglingReferences = 2 } }),
        StringComparison.Ordinal);

    [NotQuick]
    [Theory]
    [InlineData(ReferenceDirection.Referrers)]
    [InlineData(ReferenceDirection.References)]
    public async Task A_cycle_does_not_turn_the_picture_upside_down(ReferenceDirection direction)
    {
        var picture = PresentedSketches.Around("Target", """
            A -> B -> Target -> C -> D
            Target -> A
            D -> Target
            """, new NeighborhoodOptions { Direction = direction });

        // "node n0 x y …" with y growing upwards.
        var heights = (await Plain(Dot(picture))).Split('\n').Where(line => line.StartsWith("node ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')).ToDictionary(words => words[1], words => double.Parse(words[3]));
        Assert.All(heights.Where(height => height.Key != "n0"), height =>
            Assert.Equal(direction == ReferenceDirection.Referrers, height.Value > heights["n0"]));
    }

    [Theory]
    [InlineData(8, "rankdir=TB", 8)]
    [InlineData(60, "rankdir=LR", 13)]
    [InlineData(250, "rankdir=LR", 28)]
    public void What_would_be_far_wider_than_a_page_is_read_from_side_to_side_and_the_more_it_shows_the_larger_is_the_legend(int branches, string direction, int legend)
    {
        var sketch = string.Join('\n', Enumerable.Range(0, branches).Select(branch => $"Hub -> Middle{branch} -> End{branch}"));
        var options = new NeighborhoodOptions { Direction = ReferenceDirection.References, TooMany = 1000, MaxNodes = 1000 };
        var dot = Dot(PresentedSketches.Around("Hub", sketch, options));
        Assert.Contains($"[{direction}, ", dot, StringComparison.Ordinal);
        Assert.Contains($"  fontsize={legend};", dot, StringComparison.Ordinal);
    }

    [NotQuick]
    [Fact]
    public async Task Graphviz_reads_whatever_a_type_or_value_contains()
    {
        var odd = new List<string> { "\"", "\\", "a\\", "<b>&amp;", "\n\r\0", "\ud800", "日本", "%n \\N \\l", new string('x', 5000) };
        Gen.String.Sample(odd.Add, iter: 40, threads: 1, seed: "0N0XIzNsQ0O2");
        var nodes = odd.Select((text, index) => new ObjectNode(index, 1, ObjectRole.Neighbor, index, new HeapType(text, text, ""), 0) { Value = text }).ToArray();
        var picture = new ReferenceNeighborhood(
            ReferenceDirection.Referrers, nodes, [.. odd.Select((text, index) => new NeighborhoodEdge(index, 0, SlotLabel.OfField(text)))], 1, false, new HeapCoverage());

        var plain = await Plain(Dot(picture));
        Assert.Equal(nodes.Length, plain.Split('\n').Count(line => line.StartsWith("node ", StringComparison.Ordinal)));
    }

    /// <summary>What Graphviz makes of it, as text; it must not complain.</summary>
    private static async Task<string> Plain(string text)
    {
        using var dot = Process.Start(new ProcessStartInfo("dot", "-Tplain") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = dot.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var plain = dot.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        dot.StandardInput.Write(text);
        dot.StandardInput.Close();
        Assert.Equal("", await errors);
        return await plain;
    }

    private static string Dot(ReferenceNeighborhood picture) =>
        PictureDot.Of(picture, Wording.MissingFrom(picture), new PictureOptions(ShortNames: true, Refcounts: true)).Text;
}
