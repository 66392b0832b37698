using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests.Layers;

/// <summary>Each folder uses only what lies below it, as the compiled assemblies tell.</summary>
public sealed class LayeringTests
{
    private static readonly Layering Core = new(SourceGraph.Of(Path.Combine(AppContext.BaseDirectory, "HeapGraph.Core.dll")), LayerTable.Core);
    private static readonly Layering Cli = new(SourceGraph.Of(Path.Combine(AppContext.BaseDirectory, "heapgraph.dll")), LayerTable.Cli);

    /// <summary>From a sub-folder to one above it, each with its reason; four at most.</summary>
    private static readonly Dictionary<string, string> KnownArrowsUp = new()
    {
        ["Core/Heaps/Notebooks/NotebookFormatters.cs -> Core/Heaps/Results/HeapResult.cs"] =
            "A notebook finds the formatter by an attribute of the result that it shows.",
    };

    /// <summary>Natural pairs, each with its reason; six at most.</summary>
    private static readonly Dictionary<string, string> KnownCircles = new()
    {
        ["Core/Graph/Arrays/AddressTable.cs <-> Core/Graph/Arrays/AddressTableBuilder.cs"] = "A model and its builder.",
        ["Core/Graph/ObjectGraph.cs <-> Core/Graph/ObjectGraphBuilder.cs"] = "A model and its builder.",
        ["Core/Analysis/Dominators/DominatorSearch.cs <-> Core/Analysis/Dominators/DominatorTree.cs"] = "A tree and the search that makes it.",
        ["Core/Graph/Names/Frameworks/ConcurrentCollections.cs <-> Core/Graph/Names/Frameworks/FrameworkCollections.cs"] = "The list of families, and a family that asks whether a name is in the list.",
        ["Core/Heaps/Results/HeapObject.cs <-> Core/Heaps/Results/HeapObjects.cs"] = "An object, and the objects that it refers to.",
    };

    [Fact]
    public void Every_file_has_its_place_in_the_table_of_layers() =>
        AssertNone([.. Core.Homeless, .. Cli.Homeless], "Add the folder to LayerTable, below all that uses it:");

    [Fact]
    public void A_layer_uses_only_the_layers_that_it_may() =>
        AssertNone([.. Core.UpBetweenLayers, .. Cli.UpBetweenLayers], "Move what is used to a lower layer, or hand it in:");

    [Fact]
    public void Inside_a_layer_arrows_point_down() =>
        AssertKnown([.. Core.UpInsideLayers, .. Cli.UpInsideLayers], KnownArrowsUp, most: 4, "Move what is used further down, or hand it in:");

    [Fact]
    public void Files_form_no_circles_but_a_few_natural_pairs() => AssertKnown(
        [.. Core.Circles.Concat(Cli.Circles).Select(circle => string.Join(" <-> ", circle))], KnownCircles, most: 6, "Cut one arrow of the circle:");

    [Theory]
    [InlineData("Microsoft.Diagnostics", "Core/Reading")]
    [InlineData("QuikGraph", "Core/Heaps", "Core/Presentation")]   // Heaps hands its graphs out
    [InlineData("Spectre.Console", "Cli", "Core/Heaps", "Core/Presentation")]   // Heaps lets Presentation write into a console of no size
    [InlineData("System.CommandLine", "Cli")]
    public void A_foreign_library_is_known_to_one_layer(string library, params string[] layers) =>
        Assert.Equal(layers, Core.LayersThatKnow(library).Concat(Cli.LayersThatKnow(library)).Select(layer => layer.Folder).Order());

    [Fact]
    public void A_folder_holds_at_most_twenty_files_or_ARCHITECTURE_says_why_not()
    {
        var source = Path.Combine(Repository.Root, "src");
        var crowded = Repository.Sources("src")
            .CountBy(file => Path.GetRelativePath(source, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => folder.Value > 20).Select(folder => folder.Key);
        var architecture = File.ReadAllText(Path.Combine(Repository.Root, "ARCHITECTURE.md"));
        var excused = Regex.Matches(architecture, @"^- `(HeapGraph\.[\w./]+)` \(\d+ files\): \w", RegexOptions.Multiline).Select(line => line.Groups[1].Value);
        Assert.Equal(excused.Order(), crowded.Order());
    }

    private static void AssertNone<T>(IReadOnlyList<T> found, string advice) =>
        Assert.True(found.Count == 0, $"{advice}\n{string.Join('\n', found)}");

    /// <summary>What is found is what is listed.</summary>
    private static void AssertKnown<T>(IReadOnlyList<T> found, Dictionary<string, string> reasonByKnown, int most, string advice)
    {
        Assert.InRange(reasonByKnown.Count, 0, most);
        var names = found.Select(one => one!.ToString()!).ToList();
        AssertNone([.. names.Except(reasonByKnown.Keys)], advice);
        AssertNone([.. reasonByKnown.Keys.Except(names)], "Gone; strike it from the list:");
    }
}
