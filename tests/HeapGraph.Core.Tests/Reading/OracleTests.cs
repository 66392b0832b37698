using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>The raw walk against ClrMD's own careful one: object by object, reference by reference.</summary>
[NotQuick]
public sealed class OracleTests
{
    public static TheoryData<string, string> Dumps()
    {
        var dumps = new TheoryData<string, string>();
        foreach (var name in LeakTargetDumps.Names)
        {
            dumps.Add(name, "");
        }

        dumps.Add("ServerHandles", "");
        dumps.Add("KnownStatics", "");
        dumps.Add("KnownShape", "DOTNET_gcServer");
        dumps.Add("KnownShape", "DOTNET_GCgen0size");
        return dumps;
    }

    [Theory]
    [MemberData(nameof(Dumps))]
    [OnEachRuntime]
    public void Every_object_and_every_reference_is_the_one_that_ClrMD_finds(string name, string setting) =>
        CompareWithClrMd(setting.Length == 0 ? LeakTargetDumps.Heap(name) : LeakTargetDumps.Heap(name, environment: (setting, "1")));

    [Fact]
    public void So_it_is_on_a_heap_of_ten_million_objects_and_their_chains_are_the_shortest()
    {
        var path = LeakTargetDumps.HeapOf("HeapMaker", "10000000");
        try
        {
            CompareWithClrMd(path);
            using var snapshot = new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
            PlainChains.Compare(snapshot.Graph, 100_000);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void CompareWithClrMd(string path)
    {
        using var snapshot = new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.All), null, TestContext.Current.CancellationToken);
        var graph = snapshot.Graph;
        Assert.Empty(graph.Coverage.Gaps);
        Assert.Equal(0, graph.Coverage.DanglingReferences);
        Assert.Equal(graph.Coverage.BytesTotal, graph.Coverage.BytesWalked);

        using var oracle = OpenedDump.Open(path, null);
        var typeIndexes = new Dictionary<ulong, int>();
        var objectsByType = new long[graph.Types.Count];
        var bytesByType = new long[graph.Types.Count];
        var (count, references) = (0, 0);
        var (expected, found) = (new List<int>(), new List<int>());

        // The values of keys that never go hang on their tables.
        var ofTables = oracle.Runtime.EnumerateHandles().Where(handle => handle.Dependent.Address != 0 && IsFrozen(handle.Object.Address))
            .Select(handle => graph.Addresses.IndexOf(handle.Dependent.Address)).ToHashSet();
        foreach (var one in oracle.Runtime.Heap.EnumerateObjects(carefully: true).Where(one => !one.IsFree))
        {
            var index = graph.Addresses.IndexOf(one.Address);
            var type = graph.TypeIndexOf(index);
            Assert.True(graph.AddressOf(index) == one.Address && graph.BytesOf(index) == (long)one.Size && type == TypeIndexOf(one.Type!), $"{one}");
            count++;
            objectsByType[type]++;
            bytesByType[type] += (long)one.Size;

            expected.Clear();
            foreach (var target in one.EnumerateReferences(carefully: false, considerDependantHandles: !IsFrozen(one.Address)).Where(target => target.Address != 0))
            {
                expected.Add(graph.Addresses.IndexOf(target.Address));
            }

            found.Clear();
            found.AddRange(graph.References[index]);
            references += found.Count;
            if (one.Type!.Name!.StartsWith("System.Runtime.CompilerServices.ConditionalWeakTable<", StringComparison.Ordinal))
            {
                found.RemoveAll(ofTables.Contains);
            }

            expected.Sort();
            found.Sort();
            Assert.True(expected.SequenceEqual(found), $"References of {one}");
        }

        Assert.Equal((count, references), (graph.ObjectCount, graph.References.EdgeCount));
        CompareReferrers(graph);

        // The counts that keep no objects say the same.
        var counts = new DumpHeapReader(path).CountTypes(new HeapReadOptions(GraphParts.Objects), null, TestContext.Current.CancellationToken);
        Assert.Equal(Rows(graph.Types, objectsByType, bytesByType), Rows(counts.Types, counts.ObjectsByType, counts.BytesByType));
        counts = new DumpHeapReader(path).CountTypes(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
        var reachable = Core.Analysis.ReachableObjects.From(graph, TestContext.Current.CancellationToken);
        Array.Clear(objectsByType);
        Array.Clear(bytesByType);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            objectsByType[graph.TypeIndexOf(index)] += reachable.Contains(index) ? 1 : 0;
            bytesByType[graph.TypeIndexOf(index)] += reachable.Contains(index) ? graph.BytesOf(index) : 0;
        }

        Assert.Equal(Rows(graph.Types, objectsByType, bytesByType), Rows(counts.Types, counts.ObjectsByType, counts.BytesByType));

        bool IsFrozen(ulong address) => oracle.Runtime.Heap.GetSegmentByAddress(address)?.Kind == GCSegmentKind.Frozen;

        static IEnumerable<(string, string, long, long)> Rows(IReadOnlyList<HeapType> types, IReadOnlyList<long> objects, IReadOnlyList<long> bytes) =>
            types.Select((type, index) => (type.Name, type.AssemblyName, objects[index], bytes[index])).Where(row => row.Item3 > 0).Order();

        int TypeIndexOf(ClrType type)
        {
            if (!typeIndexes.TryGetValue(type.MethodTable, out var known))
            {
                var (name, assembly) = (CSharpTypeName.FullNameOf(ArrayTypeName.InSource(type.Name!)), Path.GetFileNameWithoutExtension(type.Module.Name) ?? "");
                known = graph.Types.Index().Single(listed => listed.Item.Name == name && listed.Item.AssemblyName == assembly).Index;
                typeIndexes[type.MethodTable] = known;
            }

            return known;
        }
    }

    private static void CompareReferrers(ObjectGraph graph)
    {
        var seen = new int[graph.ObjectCount];
        for (var source = 0; source < graph.ObjectCount; source++)
        {
            foreach (var target in graph.References[source])
            {
                Assert.True(graph.Referrers[target][seen[target]++] == source, $"Referrers of {graph.AddressOf(target):x}");
            }
        }

        Assert.Equal(graph.References.EdgeCount, graph.Referrers.EdgeCount);
    }

    [Fact]
    [OnEachRuntime]
    public void Every_strong_handle_that_ClrMD_lists_is_a_root()
    {
        var path = LeakTargetDumps.Heap("KnownShape");
        using var snapshot = new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
        using var oracle = OpenedDump.Open(path, null);
        var expected = oracle.Runtime.EnumerateHandles()
            .Where(handle => handle.HandleKind is ClrHandleKind.Strong or ClrHandleKind.Pinned && handle.Object.Address != 0)
            .Select(handle => handle.Address);
        Assert.Empty(expected.Except(snapshot.Graph.Roots.Select(root => root.Address)));
    }

    [Fact]
    [OnEachRuntime]
    public void A_crash_dump_of_an_unhandled_exception_is_read_to_its_end_and_says_how_its_stack_was_read()
    {
        var path = LeakTargetDumps.Crash("BigFatLeak");
        try
        {
            using var snapshot = new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
            var table = TypeTable.Of(snapshot.Graph, ObjectScope.Reachable, null, TestContext.Current.CancellationToken);
            Assert.Equal(20_000, table.Rows.Single(row => row.Type.Name == "MyBigFatObject").Objects);
            Assert.Contains(snapshot.Graph.Coverage.Warnings, warning => warning.Contains("scanned conservatively", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_heap_dump_a_full_dump_and_a_gcore_core_of_one_process_hold_the_same_objects()
    {
        var (heap, full, gcore) = LeakTargetDumps.Kinds("BigFatLeak");
        Assert.Equal(OwnTypes(heap), OwnTypes(full));
        Assert.Equal(OwnTypes(heap), OwnTypes(gcore));
        Assert.Contains("MyBigFatObject 20000", OwnTypes(heap));

        static List<string> OwnTypes(string path)
        {
            using var snapshot = new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);

            // Each dump is itself answered by the process, which costs it a few objects of the diagnostics server's.
            return [.. TypeTable.Of(snapshot.Graph, ObjectScope.Reachable).Rows
                .Select(row => $"{row.Type.Name} {row.Objects}")];
        }
    }
}
