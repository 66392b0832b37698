using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Tests.Support;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>The results that every presenter is shown.</summary>
internal static class PresentedSketches
{
    /// <summary>A static, a stack local, a cycle, parallel references, a finalizer, a highlight, hidden referrers.</summary>
    public static ReferenceNeighborhood Shop { get; } = Around("Shop.Order", """
        static Shop.Cache.Items -> System.Collections.Generic.List<Shop.Order> -- _items --> Shop.Order[] -- [0] --> Shop.Order
        Shop.Order[] -- [1] --> Shop.Order
        Shop.Order[] -- [2] --> Shop.Order
        Shop.Order[] -- [3] --> Shop.Order
        Shop.Order[] -- [4] --> Shop.Order
        Shop.Order[] -- [5] --> Shop.Order
        Shop.Customer -- _first --> Shop.Order
        Shop.Customer -- _last --> Shop.Order -- _customer --> Shop.Customer
        stack thread 1 Shop.Program.Main -> Shop.Customer
        pinnedHandle -> Shop.Audit -- _order --> Shop.Order
        Shop.Line#1..9 -- _order --> Shop.Order
        Shop.Customer: finalizable, value "Mil"ler\"
        Shop.Order[]: 2000 bytes, value Length = 247
        """, new NeighborhoodOptions { TooMany = 6, HighlightsType = type => type == 4 });

    /// <summary>Two chains apart and one that shares, a linked list, parallel references, a highlight; an object without
    /// a chain.</summary>
    public static ChainReport Chains { get; } = ChainsTo(["Shop.Order", "Shop.Draft"], """
        static Shop.Cache.Items -> System.Collections.Generic.List<Shop.Order> -- _items --> Shop.Order[] -- [0] --> Shop.Order
        Shop.Order[] -- [1] --> Shop.Order
        Shop.Order[] -- [2] --> Shop.Order
        Shop.Order[] -- [3] --> Shop.Order
        Shop.Order[] -- [4] --> Shop.Order
        pinnedHandle -> Shop.Node#1 -- _next --> Shop.Node#2 -- _next --> Shop.Node#3 -- _next --> Shop.Node#4 -- _next --> Shop.Node#5
        Shop.Node#5 -- _next --> Shop.Node#6 -- _value --> Shop.Order
        stack Shop.Program.Main (thread 1) -> Shop.Form -- _panels --> Shop.Panel -- _first --> Shop.Node#6
        Shop.Line#1..3 -- _draft --> Shop.Draft
        Shop.Form: finalizable, value "Orders [all]"
        Shop.Order[]: 2000 bytes, value Length = 247
        """, new ChainOptions { Paths = 4, TooMany = 2, HighlightsType = type => type == 5, CountsReferrers = true });

    /// <summary>The two largest of three objects, one with a value that needs care.</summary>
    public static ObjectTable Objects { get; } = new(
        ObjectScope.Unreachable,
        [
            new ObjectTableRow(TypeOf("Shop.Order[]"), 0x7f00000010, 2_000, "Length = 247"),
            new ObjectTableRow(TypeOf("string"), 0x7f00000008, 30, "\"two\nlines\""),
        ],
        3,
        2_054,
        new HeapCoverage { BytesTotal = 5_000, BytesWalked = 5_000 });

    public static TypeTable Types { get; } = new(
        ObjectScope.Reachable,
        [Row("Shop.Order", 20_000, 640_000), Row("System.Collections.Generic.Dictionary<int, Shop.Order>", 1, 80)],
        20_431,
        1_700_000,
        431,
        new HeapCoverage
        {
            BytesTotal = 5_000_000, BytesWalked = 4_995_904, FreeBytes = 1_000, FreeBlocks = 3, DanglingReferences = 2,
            Gaps = [new HeapGap(0x1000, 4_096, "not in the dump")], Warnings = ["The stack of thread 7 could not be read."],
        });

    public static GrowthTable Growth { get; } = new(
        ObjectScope.All,
        false,
        [Snapshot("a.dmp", 100), Snapshot("b.dmp", 5_000), Snapshot("c.dmp", 20_100)],
        [
            new GrowthRow(TypeOf("Shop.Order"), [0, 4_900, 20_000], [0, 156_800, 640_000], 20_000, 640_000),
            new GrowthRow(TypeOf("Shop.Form"), [40, 40, 10], [1_600, 1_600, 400], -30, -1_200),
        ],
        2);

    /// <summary>Three snapshots: orders in a dictionary within an object, an event's handlers, a linked list, objects that handles hold.</summary>
    public static PathGrowthTable PathGrowth { get; } = GrowthOf([10, 15, 30]);

    private static PathGrowthTable GrowthOf(int[] counts)
    {
        var growth = new PathGrowth(63);
        for (var index = 0; index < counts.Length; index++)
        {
            var count = counts[index];
            growth.Add(GraphSketch.Read($"""
                static Shop.App.Current -> Shop.App -- _orders --> System.Collections.Generic.Dictionary<int,Shop.Order> -- _entries --> System.Collections.Generic.Dictionary<int,Shop.Order>.Entry[]
                System.Collections.Generic.Dictionary<int,Shop.Order>.Entry[] -- ["order]17"].value --> Shop.Order#1..{count} -- _lines --> Shop.Line[]#1..{count}
                static Shop.Prices.Changed -> System.EventHandler#0 -- _invocationList --> object[] -- [3] --> System.EventHandler#1..{count * 2}
                static Shop.Log.Head -> Shop.Entry#1 -- _next --> Shop.Entry#2
                Shop.Entry#2 -- _next --> Shop.Entry#3..{count}
                strongHandle -> Shop.Frame#1..{count}
                """).ToSnapshot($"{index + 1}.dmp"));
        }

        return growth.Table();
    }

    public static NewObjectTable NewObjects { get; } = new(
        [Snapshot("a.dmp", 100), Snapshot("b.dmp", 5_000)],
        [new NewObjectRow(TypeOf("Shop.Order"), 10, 4_900, 4_895, false), new NewObjectRow(TypeOf("Shop.Order[]"), 1, 1, 1, true)],
        7);

    public static ReferenceNeighborhood Around(string target, string sketchText, NeighborhoodOptions options)
    {
        var sketch = GraphSketch.Read(sketchText);
        return ReferenceNeighborhood.Of(sketch.ToSnapshot(), [sketch[target]], 1, options);
    }

    public static ChainReport ChainsTo(string[] targets, string sketchText, ChainOptions options)
    {
        var sketch = GraphSketch.Read(sketchText);
        return ChainReport.Of(sketch.ToSnapshot(), [.. targets.Select(target => sketch[target])], targets.Length, options);
    }

    private static TypeTableRow Row(string type, long objects, long bytes) => new(TypeOf(type), objects, bytes);

    private static HeapType TypeOf(string name) => new(name, name, "Shop");

    private static GrowthSnapshot Snapshot(string target, long objects) => new(target, objects, objects * 32, new HeapCoverage());
}
