using System.Text.RegularExpressions;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests;

/// <summary>Each folder uses only what its layer may use.</summary>
public sealed class LayeringTests
{
    private static readonly string Core = Path.Combine(Repository.Root, "src", "HeapGraph.Core");

    private static readonly Dictionary<string, string[]> AllowedByLayer = new()
    {
        ["Graph"] = [],
        ["Reading"] = ["Graph"],
        ["Targets"] = ["Graph", "Reading"],
        ["Analysis"] = ["Graph"],
        ["Inspections"] = ["Graph", "Analysis"],
        ["Presentation"] = ["Graph", "Analysis", "Inspections"],
        ["Heaps"] = ["Graph", "Reading", "Targets", "Analysis", "Inspections", "Presentation"],
    };

    [Fact]
    public void A_layer_uses_only_the_layers_below_it()
    {
        foreach (var (layer, text) in Sources())
        {
            var used = Regex.Matches(text, @"HeapGraph\.Core\.(\w+)").Select(match => match.Groups[1].Value).Distinct();
            Assert.Empty(used.Except([layer, .. AllowedByLayer[layer]]));
        }
    }

    [Theory]
    [InlineData("Microsoft.Diagnostics", "Reading")]
    [InlineData("QuikGraph", "Presentation", "Heaps")]   // which hands its graphs out
    [InlineData("Spectre.Console", "Presentation")]
    public void A_foreign_library_is_known_to_one_layer(string library, params string[] layers) => Assert.Equal(
        layers.Order(), Sources().Where(source => source.Text.Contains(library, StringComparison.Ordinal)).Select(source => source.Layer).Distinct().Order());

    /// <summary>Every source file of the core, with the folder that it belongs to.</summary>
    private static IEnumerable<(string Layer, string Text)> Sources() =>
        from file in Directory.GetFiles(Core, "*.cs", SearchOption.AllDirectories)
        let layer = Path.GetRelativePath(Core, file).Split(Path.DirectorySeparatorChar)[0]
        where layer is not ("obj" or "bin")
        select (layer, File.ReadAllText(file));
}
