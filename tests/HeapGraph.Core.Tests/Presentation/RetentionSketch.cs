using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Tests.Support;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>The tree that every picture and profile of retained bytes is shown.</summary>
internal static class RetentionSketch
{
    /// <summary>A static cache with one large order, a local, handles, something shared, names to be quoted, and what is too small.</summary>
    public static RetentionTree Tree { get; } = Of("""
        static Shop.Cache.Orders -> System.Collections.Generic.List<Shop.Order> -> Shop.Order[] -> Shop.Order#1..1204
        Shop.Order#1..1204 -> Shop.Line
        Shop.Order#3 -> string#1..200
        Shop.Order#2 -> Shop.<>c__DisplayClass0_0
        stack Shop.Program.Main (thread 1) -> Shop.Form -> Shop.Logger
        static Shop.Log.All -> Shop.Log -> Shop.Logger
        strongHandle -> Shop.Buffer#1
        strongHandle -> Shop.Buffer#2
        Shop.Garbage#1..12 -> Shop.Order#1
        Shop.Order[]: 9664 bytes
        Shop.Logger: 4000 bytes
        """, new RetentionTreeOptions { MinPercent = 0.1 });

    public static RetentionTree Of(string sketch, RetentionTreeOptions options)
    {
        var graph = GraphSketch.Parse(sketch);
        return RetentionTree.Of(graph, DominatorTree.Of(graph), options);
    }
}
