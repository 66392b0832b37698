using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Names of static fields against what reflection said in the target itself.</summary>
/// <remarks>On .NET 8 those of collectible types, and of generic types for each thread, have none: the runtime keeps them elsewhere than since .NET 9.</remarks>
[NotQuick, OnEachRuntime(Since = TargetRuntime.Net9)]
public sealed class StaticNameTests
{
    private const string CollectibleField = "KnownStatics.Plugin.Field";

    public static TheoryData<string> Flavours => GcFlavours.Names;

    [Theory]
    [MemberData(nameof(Flavours))]
    public void Every_static_field_has_the_name_that_reflection_gives_it_and_no_other(string flavour)
    {
        var dump = GcFlavours.Dump("KnownStatics", flavour);
        using var oracle = OpenedDump.Open(dump, null);
        using var snapshot = Read(dump);
        var graph = snapshot.Graph;
        var truth = oracle.Runtime.Heap.GetObject(AddressOfPairs(graph)).AsArray();
        Assert.Equal(50, truth.Length);
        for (var pair = 0; pair < truth.Length; pair += 2)
        {
            var name = truth.GetObjectValue(pair).AsString();
            var held = graph.Addresses.IndexOf(truth.GetObjectValue(pair + 1).Address);

            // A static event holds its delegate, a static struct its box.
            var holders = graph.Referrers[held].ToArray().Where(index => graph.TypeOf(index).Name is "System.EventHandler" or "KnownStatics.Pair").Append(held);
            var expected = name == CollectibleField ? [] : new[] { name };
            Assert.Equal(expected, holders.SelectMany(index => graph.RootsOf(index))
                .Where(root => root.Kind is HeapRootKind.Static or HeapRootKind.ThreadStatic).Select(root => root.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Flavours))]
    public void A_static_field_of_a_context_that_is_unloading_is_no_root_but_its_name_is_on_the_arrow_from_the_storage(string flavour)
    {
        using var snapshot = Read(GcFlavours.Dump("KnownStatics", flavour));
        var graph = snapshot.Graph;
        var arrows = Enumerable.Range(0, graph.ObjectCount).Where(index => graph.TypeOf(index).Name == "KnownStatics.Held")
            .SelectMany(held => graph.Referrers[held].ToArray().SelectMany(source => snapshot.Details.LabelsOf(source, held).Select(label => (source, held, label))));
        var (storage, field, _) = Assert.Single(arrows, arrow => arrow.label.ToString() == $"(static {CollectibleField})");
        Assert.Empty(graph.RootsOf(field));
        Assert.Empty(graph.RootsOf(storage));
        Assert.True(ReachableObjects.From(graph, TestContext.Current.CancellationToken).Contains(storage));
    }

    [Theory]
    [MemberData(nameof(Flavours))]
    public void Every_object_in_the_storage_of_static_fields_is_a_root_by_exactly_one_name(string flavour)
    {
        var dump = GcFlavours.Dump("KnownStatics", flavour);
        using var oracle = OpenedDump.Open(dump, null);
        using var snapshot = Read(dump);
        var graph = snapshot.Graph;
        var namesBySlot = graph.Roots.Where(root => root.Kind is HeapRootKind.Static or HeapRootKind.ThreadStatic).ToLookup(root => root.Address);
        var reachable = ReachableObjects.From(graph, TestContext.Current.CancellationToken);
        foreach (var array in graph.StaticStorage)
        {
            Assert.True(reachable.Contains(array));
            var elements = oracle.Runtime.Heap.GetObject(graph.AddressOf(array)).AsArray();
            for (var slot = graph.AddressOf(array) + 16; slot < graph.AddressOf(array) + 16 + (8 * (ulong)elements.Length); slot += 8)
            {
                if (oracle.Runtime.DataTarget.DataReader.ReadPointer(slot, out var held) && held != 0)
                {
                    var root = Assert.Single(namesBySlot[slot]);
                    Assert.Equal(held, graph.AddressOf(root.ObjectIndex));
                    Assert.False(string.IsNullOrEmpty(root.Name));
                }
            }
        }

        // What has no name has its address for one.
        Assert.All(graph.Roots.Where(root => root.Name?.StartsWith("unknown", StringComparison.Ordinal) == true),
            root => Assert.StartsWith($"unknown {root.Address:x}", root.Name, StringComparison.Ordinal));
    }

    private static ulong AddressOfPairs(ObjectGraph graph) =>
        graph.AddressOf(graph.Roots.Single(root => root.Name == "KnownStatics.Truth.Pairs").ObjectIndex);

    private static HeapSnapshot Read(string dump) =>
        new DumpHeapReader(dump).Read(new HeapReadOptions(GraphParts.All), null, TestContext.Current.CancellationToken);
}
