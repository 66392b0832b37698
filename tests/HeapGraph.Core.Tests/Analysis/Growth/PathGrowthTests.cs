using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.Growth;

public sealed class PathGrowthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Paths_objects_and_retained_bytes_are_what_the_definition_says_on_random_heaps()
    {
        var (rows, below) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            SlottedGraph[] graphs = [.. Enumerable.Range(1, 2 + seed % 2).Select(size => new SlottedGraph(seed * 10 + size, 30 * size, seed))];
            var paths = Array.ConvertAll(graphs, one => SlowPaths.Of(one.Graph));
            var growing = paths[0].Keys.Union(paths[^1].Keys).Where(Grew).ToHashSet();
            var expected = growing.Where(path => !growing.Any(other => path.StartsWith(other + ">", StringComparison.Ordinal)))
                .Select(path => (path, string.Join(' ', paths.Select(of => CountOf(of, path))), string.Join(' ', paths.Select((of, index) => RetainedOf(graphs[index].Graph, of, path)))));

            var actual = Table(graphs).Rows.Select(row => (KeyOf(row.Path), string.Join(' ', row.Objects), string.Join(' ', row.RetainedBytes!))).ToArray();
            Assert.Equal(expected.Order(), actual.Order());
            rows += actual.Length;
            below += growing.Count - actual.Length;

            bool Grew(string path) => paths.Zip(paths.Skip(1)).All(pair => CountOf(pair.First, path) < CountOf(pair.Second, path));
        }

        Assert.True(rows > 300 && below > 300, $"{rows} rows, {below} below them");

        static int CountOf(Dictionary<string, List<int>> paths, string path) => paths.TryGetValue(path, out var objects) ? objects.Count : 0;
    }

    [Fact]
    public void Literals_of_code_that_was_compiled_are_counted_and_no_row_but_what_hangs_on_them_is_one()
    {
        var growth = new PathGrowth(10);
        growth.Add(GraphSketch.Read("frozen -> string#1 -> Note#1").ToSnapshot(), Cancellation);
        growth.Add(GraphSketch.Read("frozen -> string#1..4\nstring#1 -> Note#1..2").ToSnapshot(), Cancellation);
        var table = growth.Table();
        Assert.Equal("Note", Assert.Single(table.Rows).Path.Type.Name);
        Assert.Equal(3, table.CodeObjectsDelta);
    }

    [Fact]
    public void Where_objects_lie_does_not_matter()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var one = Table([new SlottedGraph(seed, 40, 1), new SlottedGraph(seed + 1000, 120, 2)]);
            var other = Table([new SlottedGraph(seed, 40, 3), new SlottedGraph(seed + 1000, 120, 4)]);
            Assert.Equal(Describe(one), Describe(other));
            Assert.Equal(0, Table([new SlottedGraph(seed, 40, 1), new SlottedGraph(seed, 40, 2)]).PathCount);
        }

        static string[] Describe(PathGrowthTable table) =>
            [.. table.Rows.Select(row => $"{KeyOf(row.Path)}: {string.Join(' ', row.Objects)}, {string.Join(' ', row.Bytes)}, {string.Join(' ', row.RetainedBytes!)}")];
    }

    [Fact]
    public void Several_sets_retain_in_one_search_what_each_retains_alone()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var graph = new SlottedGraph(seed, 80, seed).Graph;
            var random = new Random(seed);
            int[] setByObject = [.. Enumerable.Range(0, graph.ObjectCount).Select(_ => random.Next(-2, 8))];
            var expected = Enumerable.Range(0, 8).Select(set => RetainedBytes.OfSet(graph, SetOf(graph, index => setByObject[index] == set), Cancellation).Bytes);
            Assert.Equal(expected, RetainedSets.Of(graph, index => setByObject[index], 8, cancellation: Cancellation).Select(set => set.Bytes));
        }
    }

    [Fact]
    public void What_no_set_keeps_alone_is_split_among_those_that_lead_to_it_until_nothing_is_left()
    {
        var (split, whole) = (0, 0);
        for (var seed = 0; seed < 2_000; seed++)
        {
            var graph = new SlottedGraph(seed, 60, seed).Graph;
            var random = new Random(seed);
            int[] setByObject = [.. Enumerable.Range(0, graph.ObjectCount).Select(_ => random.Next(6) is 0 ? random.Next(5) : -1)];
            var sharing = random.Next(2, 6);
            var expected = SlowShares.Of(graph, setByObject, sharing);
            var found = RetainedSets.Of(graph, index => setByObject[index], 5, sharing, Cancellation).Select(set => set.SharedBytes).ToArray();

            // A set may lose less than a byte to rounding for each number of sharers.
            Assert.All(expected.PartBySet.Zip(found), pair => Assert.InRange(decimal.Round(pair.First, 9) - pair.Second, 0, 5));
            Assert.InRange(expected.Bytes - found.Sum(), 0, 25);
            split += expected.Bytes > 0 ? 1 : 0;
            whole += expected.Bytes == 0 ? 1 : 0;
        }

        Assert.True(split > 300 && whole > 300, $"{split} with something to split, {whole} without");
    }

    [Fact]
    public void A_path_is_the_same_whatever_the_thread_and_where_a_nameless_slot_lies()
    {
        var table = Table("stack Worker.Run (thread 1) -> Job#1\nstatic unknown 1000 -> Cache#1\nthreadStatic S.Buffers (thread 1) -> byte[]#1", """
            stack Worker.Run (thread 7 "pool") -> Job#1
            stack Worker.Run (thread 8 "pool") -> Job#2
            static unknown 2000 -> Cache#1
            threadStatic S.Buffers (thread 9) -> byte[]#1
            """);
        Assert.Equal(("Stack Worker.Run>0 Job", 2), Assert.Single(table.Rows.Select(row => (KeyOf(row.Path), row.Objects[1]))));
    }

    [Fact]
    public void A_local_takes_nothing_away_from_the_static_field_that_holds_the_same()
    {
        const string Field = "static S.Cache -> List -> Order[] -> Order";
        Assert.Equal(0, Table($"{Field}#1..9", $"{Field}#1..9\nstack Main -> Order#1..9").PathCount);
    }

    [Fact]
    public void A_linked_list_is_one_path_however_long()
    {
        static string List(int count) => string.Join('\n', ["static S.Head -> Node#0", .. Enumerable.Range(0, count).Select(index => $"Node#{index} -- _next --> Node#{index + 1}")]);
        var row = Assert.Single(Table(List(10), List(40)).Rows);
        Assert.Equal(("Static S.Head>0 Node", 30, true), (KeyOf(row.Path), row.ObjectsDelta, row.Path.Steps[0].IsRepeated));
        Assert.Equal([11 * 24, 41 * 24], row.RetainedBytes!);
    }

    [Fact]
    public void What_another_path_holds_too_is_not_retained_and_two_fields_of_a_type_are_two_paths()
    {
        static string Shop(int count) => $"""
            static S.Shop -> Shop -- slot8 --> Order[]#1 -> Order#1..5
            Shop -- slot9 --> Order[]#2 -> Order#6..{count}
            Order#6..{count} -> Customer
            Order#{count} -> Basket
            static S.Customer -> Customer
            Customer: 1000 bytes
            Basket: 500 bytes
            """;
        var row = Assert.Single(Table(Shop(10), Shop(20)).Rows);
        Assert.Equal((5, 15), (row.Objects[0], row.Objects[1]));
        Assert.Equal([(5 * 24) + 500, (15 * 24) + 500], row.RetainedBytes!);
        Assert.Equal("slot9", row.Path.Steps[1].Via?.ToString());
    }

    [Fact]
    public void What_two_growing_paths_hold_together_is_split_evenly_and_what_a_third_holds_too_counts_for_none()
    {
        static string Shop(int count) => $"""
            static S.Orders -> Order[] -> Order#1..{count} -> Customer#1..{count}
            static S.Bills -> Bill[] -> Bill#1..{count} -> Customer#1..{count}
            static S.Countries -> Country
            Customer#1..{count} -> Country
            """;
        var rows = Table(Shop(10), Shop(30)).Rows;
        Assert.Equal(["Bill", "Order"], rows.Select(row => row.Path.Type.Name).Order());
        Assert.All(rows, row => Assert.Equal([10 * 24, 30 * 24], row.RetainedBytes!));
        Assert.All(rows, row => Assert.Equal([10 * 24 / 2, 30 * 24 / 2], row.SharedBytes!));
    }

    private static PathGrowthTable Table(params string[] sketches)
    {
        var growth = new PathGrowth(10);
        Array.ForEach(sketches, text => growth.Add(GraphSketch.Read(text).ToSnapshot(), Cancellation));
        return growth.Table();
    }

    private static PathGrowthTable Table(SlottedGraph[] graphs)
    {
        var growth = new PathGrowth(1000);
        Array.ForEach(graphs, graph => growth.Add(graph.ToSnapshot(), Cancellation));
        return growth.Table();
    }

    private static string KeyOf(GrowthPath path) => string.Join('>', [
        $"{path.RootKind} {path.RootName}", .. path.Steps.Select(step => $"{step.Via?.ToString().Replace("slot", "", StringComparison.Ordinal) ?? "0"} {step.Type.Name}")]);

    private static long RetainedOf(ObjectGraph graph, Dictionary<string, List<int>> paths, string path) =>
        paths.TryGetValue(path, out var objects) ? RetainedBytes.OfSet(graph, SetOf(graph, objects.Contains), Cancellation).Bytes : 0;

    private static ObjectSet SetOf(ObjectGraph graph, Func<int, bool> isMember)
    {
        var set = new ObjectSet(graph.ObjectCount);
        foreach (var index in Enumerable.Range(0, graph.ObjectCount).Where(isMember))
        {
            set.Add(index);
        }

        return set;
    }
}
