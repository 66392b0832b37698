using System.Text.Json;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

public sealed class JsonResultTests
{
    [Fact]
    public void Common_has_the_published_keys_in_their_order() =>
        ExpectedFile.Matches("Common.expected.json", JsonResult.Of("app.dmp", PresentedSketches.Types));

    [Fact]
    public void New_objects_have_the_keys_of_growth_and_two_more() =>
        ExpectedFile.Matches("NewObjects.expected.json", JsonResult.Of(PresentedSketches.NewObjects));

    [Fact]
    public void Growth_by_path_has_its_keys_in_their_order() =>
        ExpectedFile.Matches("PathGrowth.expected.json", JsonResult.Of(PresentedSketches.PathGrowth.Limited(1)));

    [Fact]
    public void Growth_has_the_published_keys_in_their_order() =>
        ExpectedFile.Matches("Growth.expected.json", JsonResult.Of(PresentedSketches.Growth));

    [Fact]
    public void Backrefs_has_the_published_keys_in_their_order() =>
        ExpectedFile.Matches("Backrefs.expected.json", JsonResult.Of("app.dmp", PresentedSketches.Shop));

    [Fact]
    public void Chain_has_the_published_keys_in_their_order() =>
        ExpectedFile.Matches("Chain.expected.json", JsonResult.Of("app.dmp", PresentedSketches.Chains));

    [Fact]
    public void Objects_has_the_published_keys_in_their_order() =>
        ExpectedFile.Matches("Objects.expected.json", JsonResult.Of("app.dmp", PresentedSketches.Objects));

    [Fact]
    public void Half_a_surrogate_pair_anywhere_still_gives_valid_JSON()
    {
        var node = new ObjectNode(0, 0, ObjectRole.Target, 0, new HeapType("\ud800", "\ud800", "\udc00"), 0) { Value = "\udfff" };
        var picture = new ReferenceNeighborhood(
            ReferenceDirection.References, [node], [new NeighborhoodEdge(0, 0, SlotLabel.OfField("\ud800"))], 1, false, new HeapCoverage { Warnings = ["\ud800"] });
        using var parsed = JsonDocument.Parse(JsonResult.Of("\ud800", picture));
        Assert.Equal("heapgraph.refs/1", parsed.RootElement.GetProperty("schema").GetString());
        Assert.Equal("\ufffd", parsed.RootElement.GetProperty("edges")[0].GetProperty("label").GetString());
    }
}
