using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Dominators;

public sealed class DeadObjectsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Garbage_hangs_on_the_farthest_dead_object_that_all_chains_to_it_lead_through()
    {
        var sketch = GraphSketch.Read("""
            static Shop.Open.Settings -> Settings
            Connection -> Reader -> Array#1
            Reader -> Array#2 -> Settings
            Array#1 -> Text
            Array#2 -> Text
            Other -> Shared
            Connection -> Shared -> Leaf
            """);
        var dead = In(sketch.Graph);
        Assert.Equal("Connection", Owner("Array#1"));
        Assert.Equal("Connection", Owner("Text"));
        Assert.Equal("Connection", Owner("Connection"));
        Assert.Equal("Shared", Owner("Shared"));
        Assert.Equal("Shared", Owner("Leaf"));
        Assert.Equal((5, 5 * 24), dead.HangingOn(sketch["Connection"]));
        Assert.Equal((2, 2 * 24), dead.HangingOn(sketch["Shared"]));
        Assert.Equal(8, dead.Objects.Count);

        string Owner(string name) => sketch.Graph.TypeOf(dead.OwnerOf(sketch[name])).Name;
    }

    [Fact]
    public void A_ring_that_nothing_refers_to_is_owned_by_the_object_that_lies_first()
    {
        var sketch = GraphSketch.Read("Form -> Panel#1 -> Form\nForm -> Panel#2 -> Form\nPanel#2 -> Label");
        var dead = In(sketch.Graph);
        Assert.All(["Form", "Panel#1", "Panel#2", "Label"], name => Assert.Equal(sketch["Form"], dead.OwnerOf(sketch[name])));
        Assert.Equal((4, 4 * 24), dead.HangingOn(sketch["Form"]));
    }

    [Fact]
    public void What_is_told_of_some_adds_up_by_type_of_owner()
    {
        var sketch = GraphSketch.Read("""
            Pool#1 -> Item#1
            Pool#1 -> Item#2
            Pool#2 -> Item#3
            Item#4
            Item#2: 40 bytes
            """);
        var report = In(sketch.Graph).Of([sketch["Item#1"], sketch["Item#2"], sketch["Item#3"], sketch["Item#4"]]);
        Assert.Equal((4L, 112L, 1L, 2), (report.Objects, report.Bytes, report.Topmost, report.OwnerTypes));
        Assert.Equal([("Pool", 2, 3, 5), ("Item", 1, 1, 1)], report.Owners.Select(owner => (owner.Type.Name, (int)owner.Owners, (int)owner.Chosen, (int)owner.Objects)));
        Assert.Equal((sketch.Graph.AddressOf(sketch["Pool#1"]), 88L), (report.Owners[0].LargestAddress, report.Owners[0].LargestBytes));
        Assert.Equal(("Item", 4L), (report.Types.Single().Type.Name, report.Types.Single().Objects));
    }

    [Fact]
    public void Owners_and_what_hangs_on_them_are_what_removing_each_object_shows_on_random_graphs()
    {
        var (rings, shared) = (0, 0);
        for (var run = 0; run < 2000; run++)
        {
            var seed = run / 30 * 200 + run % 30;   // of few objects
            var graph = RandomGraph.Small(seed);
            var reachable = ReachableObjects.From(graph, Cancellation);
            int[] dead = [.. Enumerable.Range(0, graph.ObjectCount).Where(index => !reachable.Contains(index))];
            var found = DeadObjects.In(graph, reachable, Cancellation);
            Assert.Equal(dead, found.Objects);

            // What leads to an object and is led to by it is its ring; a ring that nothing else leads to begins at the first of it.
            var led = dead.ToDictionary(from => from, from => Reached([from], gone: -1));
            int[] starts = [.. dead.Where(start => dead.All(other => !led[other].Contains(start) || (led[start].Contains(other) && start <= other)))];
            Assert.Equal(dead, Reached(starts, gone: -1).Order());
            var dominators = dead.ToDictionary(index => index, index => dead.Where(gone => gone == index || !Reached(starts, gone).Contains(index)).ToArray());
            var owners = dead.ToDictionary(index => index, index => dominators[index].Single(top => dominators[top].Length == 1));
            foreach (var index in dead)
            {
                Assert.True(owners[index] == found.OwnerOf(index), $"seed {seed}, object {index}: {owners[index]}, not {found.OwnerOf(index)}");
                int[] hanging = [.. dead.Where(other => owners[other] == index)];
                Assert.Equal(owners[index] == index ? (hanging.Length, hanging.Sum(graph.BytesOf)) : (0, found.HangingOn(index).Bytes), found.HangingOn(index));
                rings += starts.Contains(index) && led[index].Any(other => other != index && led[other].Contains(index)) ? 1 : 0;
                shared += owners[index] == index && !starts.Contains(index) ? 1 : 0;
            }

            HashSet<int> Reached(int[] from, int gone)
            {
                var (seen, pending) = (from.Where(start => start != gone).ToHashSet(), new Stack<int>(from.Where(start => start != gone)));
                while (pending.TryPop(out var next))
                {
                    foreach (var target in graph.References[next])
                    {
                        if (target != gone && !reachable.Contains(target) && seen.Add(target))
                        {
                            pending.Push(target);
                        }
                    }
                }

                return seen;
            }
        }

        Assert.True(rings > 50 && shared > 50, $"{rings} {shared}");
    }

    private static DeadObjects In(ObjectGraph graph) => DeadObjects.In(graph, ReachableObjects.From(graph, Cancellation), Cancellation);
}
