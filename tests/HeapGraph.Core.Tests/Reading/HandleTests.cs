using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>GC handles under every garbage collector, from a target that knows how many it made.</summary>
[NotQuick]
public sealed class HandleTests(ITestOutputHelper output)
{
    public static TheoryData<string> Flavours => GcFlavours.Names;

    [Theory]
    [MemberData(nameof(Flavours))]
    public void All_2000_strong_handles_are_roots_however_few_of_them_ClrMD_lists(string flavour)
    {
        var dump = GcFlavours.Dump("ServerHandles", flavour);
        using var oracle = OpenedDump.Open(dump, null);
        var listed = oracle.Runtime.EnumerateHandles().Count(handle =>
            handle.HandleKind == ClrHandleKind.Strong && handle.Object.Type?.Name == "ByStrongHandle");
        output.WriteLine($"{flavour}: ClrMD lists {listed:N0} of 2,000 strong handles");
        Assert.InRange(listed, 0, 2000);

        using var snapshot = Read(dump);
        var graph = snapshot.Graph;
        var held = ObjectsOf(graph, "ByStrongHandle").Where(index => graph.RootsOf(index).Any(root => root.Kind == HeapRootKind.StrongHandle)).ToArray();
        Assert.True(held.Length == 2000, $"{held.Length:N0} objects are held by strong handles, of 2,000; ClrMD lists {listed:N0}");
        Assert.All(held, index => Assert.Single(graph.RootsOf(index)));
        Assert.Equal(2000, held.SelectMany(index => graph.RootsOf(index)).Select(root => root.Address).Distinct().Count());
        Assert.DoesNotContain(graph.Coverage.Warnings, warning => warning.Contains("handle", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Flavours))]
    public void Pinned_weak_and_dependent_handles_are_told_apart(string flavour)
    {
        using var snapshot = Read(GcFlavours.Dump("ServerHandles", flavour));
        var graph = snapshot.Graph;
        Assert.Equal(8, ObjectsOf(graph, "ByPinnedHandle").Count(index => graph.RootsOf(index).Any(root => root.Kind == HeapRootKind.PinnedHandle)));

        var keys = ObjectsOf(graph, "ByWeakHandle").ToArray();
        Assert.Equal(16, keys.Length);
        Assert.All(keys, key => Assert.DoesNotContain(graph.RootsOf(key), root => root.Kind != HeapRootKind.Stack));
        Assert.All(keys, key => Assert.Equal("ByDependentHandle", graph.TypeOf(Assert.Single(graph.References[key].ToArray())).Name));

        var reachable = ReachableObjects.From(graph, TestContext.Current.CancellationToken);
        Assert.Equal(16, ObjectsOf(graph, "ByDependentHandle").Count(reachable.Contains));
    }

    [Theory]
    [MemberData(nameof(Flavours))]
    public void Each_handle_that_ClrMD_lists_is_read_alike_from_the_tables(string flavour)
    {
        var dump = GcFlavours.Dump("ServerHandles", flavour);
        using var oracle = OpenedDump.Open(dump, null);
        using var image = DumpImage.Open(dump);
        var read = new HandleTables(image).Read([oracle.Runtime.ClrInfo.ModuleInfo.ImageBase])
            .Select(handle => (handle.Address, (int)handle.Kind, handle.Object, handle.Dependent)).ToHashSet();
        var listed = oracle.Runtime.EnumerateHandles().Where(handle => handle.Object.Address != 0)
            .Select(handle => (handle.Address, (int)handle.HandleKind, handle.Object.Address, handle.Dependent.Address));
        Assert.Empty(listed.Except(read));
    }

    [Fact]
    public void Where_the_tables_are_damaged_ClrMD_s_list_counts_and_the_result_says_that_it_may_be_short()
    {
        var dump = GcFlavours.Dump("ServerHandles", "DATAS");
        var damaged = Path.Combine(Path.GetTempPath(), $"heapgraph-{Guid.NewGuid():N}.dmp");
        try
        {
            File.Copy(dump, damaged);
            DamageHandleTables(damaged);
            using var oracle = OpenedDump.Open(damaged, null);
            var listed = oracle.Runtime.EnumerateHandles().Count(handle => handle.HandleKind == ClrHandleKind.Strong);
            using var snapshot = Read(damaged);
            Assert.Equal(listed, snapshot.Graph.Roots.ToArray().Count(root => root.Kind == HeapRootKind.StrongHandle));
            Assert.Contains(snapshot.Graph.Coverage.Warnings, warning => warning.Contains("handle tables could not be read", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(damaged);
        }
    }

    /// <summary>Has the first segment of each table belong to none.</summary>
    private static void DamageHandleTables(string dump)
    {
        var offsets = new List<long>();
        using (var opened = OpenedDump.Open(dump, null))
        using (var image = DumpImage.Open(dump))
        {
            var (layout, tables) = HandleTableMap.Find(image, opened.Runtime.ClrInfo.ModuleInfo.ImageBase)!.Value;
            Assert.True(tables.Length > 1);
            offsets.AddRange(tables.Select(table => OffsetOf(dump, layout.FirstSegmentOf(table, image)!.Value + layout.NextSegment + 8)));
        }

        using var file = File.OpenWrite(dump);
        foreach (var offset in offsets)
        {
            file.Position = offset;
            file.Write(new byte[8]);
        }
    }

    /// <summary>Where the file has an address, by its program headers.</summary>
    private static long OffsetOf(string dump, ulong address)
    {
        var headers = File.ReadAllBytes(dump).AsSpan();
        var header = (int)BitConverter.ToUInt64(headers[32..]);
        for (; ; header += 56)
        {
            var (offset, start, bytes) = (BitConverter.ToUInt64(headers[(header + 8)..]), BitConverter.ToUInt64(headers[(header + 16)..]), BitConverter.ToUInt64(headers[(header + 32)..]));
            if (address >= start && address - start < bytes)
            {
                return (long)(offset + address - start);
            }
        }
    }

    private static HeapSnapshot Read(string dump) =>
        new DumpHeapReader(dump).Read(new HeapReadOptions(GraphParts.All), null, TestContext.Current.CancellationToken);

    private static IEnumerable<int> ObjectsOf(ObjectGraph graph, string type) =>
        Enumerable.Range(0, graph.ObjectCount).Where(index => graph.TypeOf(index).Name == type);
}
