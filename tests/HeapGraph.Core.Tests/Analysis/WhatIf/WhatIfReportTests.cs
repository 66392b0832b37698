using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Tests.Analysis.Dominators;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.WhatIf;

public sealed class WhatIfReportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void What_hangs_on_the_reference_alone_is_freed_and_what_is_held_elsewhere_too_stays()
    {
        var sketch = GraphSketch.Read("""
            static Shop.Cache.Orders -> List -> Order#1 -> Line
            List -> Order#2 -> Customer
            thread -> Customer
            """);
        var report = WhatIfReport.Of(sketch.Graph, Cut(sketch.Graph, [("List", "Order#1"), ("List", "Order#2"), ("Order#2", "Customer")]), [], 1, Cancellation);
        Assert.Equal((3L, 72L), (report.Freed.Objects, report.Freed.Bytes));
        Assert.Equal(("Order", 2L), (Assert.Single(report.Freed.Types).Type.Name, report.Freed.Types[0].Objects));
        Assert.Equal((2, 3L, 1L, 5L, 120L), (report.TypeCount, report.TargetObjects, report.TargetsKept, report.TotalObjects, report.TotalBytes));

        ReferenceCut Cut(ObjectGraph graph, (string From, string To)[] references) =>
            new([.. references.Select(reference => new FieldReference(sketch[reference.From], sketch[reference.To]))], new HashSet<HeapRoot>());
    }

    [Fact]
    public void Of_parallel_references_one_keeps_its_target_alive()
    {
        var sketch = GraphSketch.Read("static A.All -> Order -- first --> Line\nOrder -- second --> Line");
        var one = new FieldReference(sketch["Order"], sketch["Line"]);
        Assert.Equal((0L, 1L), (FreedBy(one), FreedBy(one, one)));

        long FreedBy(params FieldReference[] cut) =>
            WhatIfReport.Of(sketch.Graph, new ReferenceCut(cut, new HashSet<HeapRoot>()), [], 0, Cancellation).Freed.Objects;
    }

    [Fact]
    public void What_is_freed_is_what_following_the_other_references_does_not_reach_on_random_graphs()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var graph = RandomGraph.Small(seed);
            var random = new Random(seed);
            var cut = new ReferenceCut(
                [.. EdgesOf(graph).Where(_ => random.Next(4) == 0)],
                graph.Roots.Where(_ => random.Next(4) == 0).ToHashSet());
            var left = EdgesOf(graph).GroupBy(edge => edge).ToDictionary(same => same.Key, same => same.Count() - cut.References.Count(edge => edge == same.Key));
            var reached = new HashSet<int>();
            var pending = new Stack<int>(graph.Roots.Where(root => !cut.Roots.Contains(root)).Select(root => root.ObjectIndex));
            while (pending.TryPop(out var next))
            {
                if (reached.Add(next))
                {
                    foreach (var edge in left.Where(edge => edge.Key.From == next && edge.Value > 0))
                    {
                        pending.Push(edge.Key.To);
                    }
                }
            }

            var freed = SlowDominators.ReachedWithout(graph, _ => false).Except(reached).ToArray();
            var report = WhatIfReport.Of(graph, cut, [], 0, Cancellation);
            Assert.True((freed.Length, freed.Sum(graph.BytesOf)) == (report.Freed.Objects, report.Freed.Bytes), $"seed {seed}");
            Assert.Equal((report.Freed.Objects, report.Freed.Bytes), (report.Freed.Types.Sum(row => row.Objects), report.Freed.Types.Sum(row => row.Bytes)));

            // The other direction loses the same references.
            var without = graph.Without(cut);
            Assert.Equal(EdgesOf(without).Order(ByEnds), Enumerable.Range(0, graph.ObjectCount)
                .SelectMany(to => without.Referrers[to].ToArray().Select(from => new FieldReference(from, to))).Order(ByEnds));
            Assert.Equal(EdgesOf(graph).Count() - cut.References.Count, without.References.EdgeCount);
        }
    }

    private static Comparer<FieldReference> ByEnds { get; } =
        Comparer<FieldReference>.Create((a, b) => (a.From, a.To).CompareTo((b.From, b.To)));

    private static IEnumerable<FieldReference> EdgesOf(ObjectGraph graph) => Enumerable.Range(0, graph.ObjectCount)
        .SelectMany(from => graph.References[from].ToArray().Select(to => new FieldReference(from, to)));
}
