using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

public sealed class ObjectTableTests
{
    [Fact]
    public void The_rows_are_the_first_of_all_objects_in_the_order_asked_for()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 30);
            var sketch = GraphSketch.Read(string.Join('\n', [
                .. Enumerable.Range(0, count).Select(index => $"T{index % 3}#{index}"),
                .. Enumerable.Range(0, count).Select(index => $"T{index % 3}#{index}: {24 + 8 * random.Next(4)} bytes")]));
            var graph = sketch.Graph;
            var objects = Enumerable.Range(0, count).Where(_ => random.Next(3) > 0).OrderBy(_ => random.Next()).ToArray();
            var (limit, sort) = (random.Next(6), random.GetItems([ObjectSort.Address, ObjectSort.Bytes, ObjectSort.Type], 1)[0]);

            var sorted = sort switch
            {
                ObjectSort.Bytes => objects.OrderByDescending(graph.BytesOf).ThenBy(index => index),
                ObjectSort.Type => objects.OrderBy(index => graph.TypeOf(index).Name, StringComparer.Ordinal).ThenBy(index => index),
                _ => objects.Order(),
            };
            var table = ObjectTable.Of(sketch.ToSnapshot(), objects, ObjectScope.All, sort, limit);
            Assert.Equal(sorted.Take(limit == 0 ? count : limit).Select(graph.AddressOf), table.Rows.Select(row => row.Address));
            Assert.Equal((objects.Length, objects.Sum(graph.BytesOf)), (table.TotalObjects, table.TotalBytes));
        }
    }

    [Fact]
    public void What_each_object_keeps_alive_is_told_when_asked_for()
    {
        var sketch = GraphSketch.Read("""
            static A.One -> List -> Order#1 -> Line#1..2
            List -> Order#2 -> Shared
            thread -> Order#3 -> Shared
            Garbage -> Order#4
            """);
        var table = ObjectTable.Of(
            sketch.ToSnapshot(), sketch.Graph.Every("Order"), ObjectScope.All, ObjectSort.Retained, 2,
            DominatorTree.Of(sketch.Graph, TestContext.Current.CancellationToken));
        Assert.Equal([("Order", 72L), ("Order", 24L)], table.Rows.Select(row => (row.Type.Name, row.RetainedBytes!.Value)));
        Assert.Equal(sketch.Graph.AddressOf(sketch["Order#1"]), table.Rows[0].Address);
        Assert.Throws<ArgumentException>(() =>
            ObjectTable.Of(sketch.ToSnapshot(), [0], ObjectScope.All, ObjectSort.Retained, 0));
    }

    [Fact]
    public void Reachable_and_unreachable_objects_are_all_objects()
    {
        var graph = GraphSketch.Parse("""
            static Shop.Cache -> List -> Order
            Garbage#1..70 -> Order
            """);
        Assert.Equal((2L, 70L, 72L), (Count(ObjectScope.Reachable), Count(ObjectScope.Unreachable), Count(ObjectScope.All)));
        Assert.All(graph.Every("Garbage"), index =>
            Assert.True(ReachableObjects.Within(graph, ObjectScope.Unreachable, TestContext.Current.CancellationToken)!.Contains(index)));

        long Count(ObjectScope scope) => TypeTable.Of(graph, scope, null, TestContext.Current.CancellationToken).TotalObjects;
    }
}
