using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>What is alive for us against what a full collection of the target's own leaves.</summary>
[NotQuick]
public sealed class SurvivorTests
{
    [Theory]
    [OnEachRuntime]
    [InlineData("workstation")]
    [InlineData("server")]
    [InlineData("DATAS")]
    public void What_the_collector_will_keep_is_reachable_and_what_it_will_drop_is_not(string flavour)
    {
        using var target = GcFlavours.Start("Survivors", flavour);
        var before = Watched.In(target);
        target.Send("gc", "collected");
        var after = Watched.In(target).ToDictionary(watched => watched.Label);

        Assert.True(before.Count > 80);
        Assert.Empty(before.Where(watched => watched.Short != 0 && watched.IsReachable != (after[watched.Label].Short != 0))
            .Select(watched => $"{watched.Label}: {(watched.IsReachable ? "reachable, but dropped" : "kept, but unreachable")}"));

        // What waits for its finalizer is kept too, and all that hangs on it.
        Assert.Empty(after.Values.Where(watched => watched.Long != 0 && !watched.IsReachable).Select(watched => watched.Label));
        Assert.All(before.Where(watched => watched.IsReachable), watched => Assert.NotEqual(0UL, after[watched.Label].Long));
    }

    [Theory]
    [InlineData("Survivors")]
    [InlineData("KnownShape")]
    [InlineData("KnownStatics")]
    [InlineData("ManyLeaks")]
    [InlineData("DbContextLeak")]
    public void Whatever_has_outlived_a_full_collection_is_reachable(string name)
    {
        using var target = LeakTarget.Start(name);
        target.Send("gc", "collected");
        var path = Path.GetTempFileName();
        try
        {
            target.Dump(path, DumpType.WithHeap);
            using var snapshot = new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
            var graph = snapshot.Graph;
            var reachable = ReachableObjects.From(graph, TestContext.Current.CancellationToken);
            int[] garbage = [.. Enumerable.Range(0, graph.ObjectCount).Where(index => !reachable.Contains(index))];
            var finalized = Behind(graph, garbage.Where(index => graph.TypeOf(index).Traits.HasFlag(HeapTypeTraits.Finalizable)));
            Assert.Empty(garbage.Where(index => graph.Generations[index] != HeapGeneration.Gen0 && !finalized.Contains(index)).Select(index => graph.TypeOf(index).Name).Order());
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Some objects and all that they keep: what the collector left to finalizers, which have run since.</summary>
    private static HashSet<int> Behind(ObjectGraph graph, IEnumerable<int> objects)
    {
        var behind = objects.ToHashSet();
        var waiting = new Queue<int>(behind);
        while (waiting.TryDequeue(out var next))
        {
            foreach (var target in graph.References[next])
            {
                if (behind.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        return behind;
    }

    [Theory]
    [InlineData("Survivors.OfType", "Survivors.Tables.PerType", "[typeof(Survivors.Tables)]")]
    [InlineData("Survivors.OfLiteral", "Survivors.Tables.PerText", "[\"a literal\"]")]
    [InlineData("Survivors.OfKey", "Survivors.Tables.Table", "[*]")]
    public void The_value_of_a_weak_table_is_alive_by_its_table(string type, string table, string label)
    {
        using var snapshot = new DumpHeapReader(LeakTargetDumps.Heap("Survivors")).Read(new HeapReadOptions(GraphParts.All), null, TestContext.Current.CancellationToken);
        var value = Enumerable.Range(0, snapshot.Graph.ObjectCount).Single(index => snapshot.Graph.TypeOf(index).Name == type);
        var chains = ChainReport.Of(snapshot, [value], 1, new ChainOptions { Paths = 2 }, TestContext.Current.CancellationToken).Objects.Single().Chains;

        Assert.Equal((HeapRootKind.Static, table), (chains[0].Root.Kind, chains[0].Root.Name));
        Assert.Equal(2, chains[0].Steps.Count);
        Assert.Equal(label, Assert.Single(chains[0].Steps[^1].Via).ToString());

        // Only the key that may go is the other way.
        Assert.Equal(type == "Survivors.OfKey" ? ["Survivors.Tables.Key"] : [], chains.Skip(1).Select(chain => chain.Root.Name));
    }

    [Fact]
    public void Interned_strings_hang_on_one_root_and_triage_counts_them_together()
    {
        using var snapshot = new DumpHeapReader(LeakTargetDumps.Heap("Survivors")).Read(new HeapReadOptions(GraphParts.All), null, TestContext.Current.CancellationToken);
        var finding = Assert.Single(SketchTriage.FindingsOf(snapshot), finding => finding.Title.Contains("string", StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith("string.Intern keeps 3,0", finding.Title, StringComparison.Ordinal);
        Assert.Equal("string.Intern and literals", finding.Chain!.Root.Name);
    }

    /// <summary>An object that the target watches: where it is by its short and by its long weak handle, 0 for gone.</summary>
    private sealed record Watched(string Label, ulong Short, ulong Long, bool IsReachable)
    {
        public static IReadOnlyList<Watched> In(LeakTarget target)
        {
            var path = Path.GetTempFileName();
            try
            {
                target.Dump(path, DumpType.WithHeap);
                return In(path);
            }
            finally
            {
                File.Delete(path);
            }
        }

        private static List<Watched> In(string path)
        {
            using var snapshot = new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
            var (graph, reachable) = (snapshot.Graph, ReachableObjects.From(snapshot.Graph, TestContext.Current.CancellationToken));
            using var oracle = OpenedDump.Open(path, null);
            var memory = oracle.Runtime.DataTarget.DataReader;
            var found = new List<Watched>();
            foreach (var watched in oracle.Runtime.Heap.EnumerateObjects().Where(one => one.Type?.Name == "Survivors.Watched"))
            {
                var (held, tracked) = (TargetOf(watched, "Short"), TargetOf(watched, "Long"));
                Assert.True(held == 0 || held == tracked);
                found.Add(new Watched(watched.ReadStringField("Label")!, held, tracked, tracked != 0 && reachable.Contains(graph.Addresses.IndexOf(tracked))));
            }

            return found;

            ulong TargetOf(ClrObject watched, string handle) => memory.ReadPointer(watched.ReadField<ulong>(handle), out var address) ? address : throw new InvalidOperationException($"{watched}");
        }
    }
}
