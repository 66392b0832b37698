using static HeapGraph.Core.Graph.Names.Frameworks.InnerTypes;

namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>The collections of <c>System.Collections.Concurrent</c>, and the channels that stand on them.</summary>
internal static class ConcurrentCollections
{
    private const string Space = "System.Collections.Concurrent.";
    private const string Channels = "System.Threading.Channels.";

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/Concurrent/ConcurrentQueue.cs
    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/Concurrent/ConcurrentQueueSegment.cs
    private static readonly FrameworkCollection Queue = new($"{Space}ConcurrentQueue")
    {
        Fields = ["_head", "_tail"],
        Steps = Parts($"{Space}ConcurrentQueueSegment"),
        Parts = new ElementParts("_head", "_nextSegment", "_slots", "_headAndTail.Head") { Count = ("_headAndTail.Tail", "_headAndTail.Head"), Part = "Item" },
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections.Concurrent/src/System/Collections/Concurrent/ConcurrentStack.cs
    private static readonly FrameworkCollection Stack = new($"{Space}ConcurrentStack")
    {
        Fields = ["_head"],
        Steps = Nodes($"{Space}ConcurrentStack.Node"),
        Links = new NodeLinks("_head", null, "_next"),
        Holders = [new($"{Space}ConcurrentStack.Node", "_value")],
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections.Concurrent/src/System/Collections/Concurrent/ConcurrentBag.cs
    private static readonly FrameworkCollection Bag = new($"{Space}ConcurrentBag")
    {
        Fields = ["_workStealingQueues"],
        Steps = Parts($"{Space}ConcurrentBag.WorkStealingQueue"),
        Parts = new ElementParts("_workStealingQueues", "_nextQueue", "_array", "_headIndex") { Count = ("_addTakeCount", "_stealCount"), IsStack = true },
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/Common/src/System/Collections/Concurrent/SingleProducerSingleConsumerQueue.cs
    private static readonly FrameworkCollection SingleConsumerQueue = new($"{Space}SingleProducerSingleConsumerQueue")
    {
        Fields = ["_head", "_tail"],
        Parts = new ElementParts("_head", "_next", "_array", "_state._first") { Count = ("_state._last", "_state._first") },
    };

    public static IReadOnlyList<FrameworkCollection> All { get; } =
    [
        Queue,
        Stack,
        Bag,
        SingleConsumerQueue,

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/Concurrent/ConcurrentDictionary.cs
        new($"{Space}ConcurrentDictionary")
        {
            Fields = ["_tables"],
            Steps =
            [
                ("", $"{Space}ConcurrentDictionary.Tables"), ($"{Space}ConcurrentDictionary.Tables", AnyArray),
                (AnyArray, $"{Space}ConcurrentDictionary.Node"), ($"{Space}ConcurrentDictionary.Node", $"{Space}ConcurrentDictionary.Node"),
            ],
            Count = new ElementCount.SumOf("_tables._countPerLock"),
            Holders = [new($"{Space}ConcurrentDictionary.Node", "_value", "_key")],
        },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections.Concurrent/src/System/Collections/Concurrent/BlockingCollection.cs
        new($"{Space}BlockingCollection") { Fields = ["_collection"], Steps = [.. Around(Queue), .. Around(Stack), .. Around(Bag)], Wraps = "_collection" },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Threading.Channels/src/System/Threading/Channels/UnboundedChannel.cs
        Channel("UnboundedChannel", Around(Queue)),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Threading.Channels/src/System/Threading/Channels/SingleConsumerUnboundedChannel.cs
        Channel("SingleConsumerUnboundedChannel", Around(SingleConsumerQueue.Name, Parts($"{SingleConsumerQueue.Name}.Segment"))),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Threading.Channels/src/System/Threading/Channels/UnboundedPriorityChannel.cs, since .NET 9
        Channel("UnboundedPrioritizedChannel", Around(GenericCollections.PriorityQueue)),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Threading.Channels/src/System/Threading/Channels/BoundedChannel.cs
        Channel("BoundedChannel", Around(GenericCollections.Deque)),
    ];

    /// <summary>Whether a definition is one of a channel.</summary>
    public static bool IsChannel(string definition) => definition.StartsWith(Channels, StringComparison.Ordinal) && FrameworkCollections.Named(definition) is not null;

    private static FrameworkCollection Channel(string name, IReadOnlyList<(string From, string To)> steps) =>
        new($"{Channels}{name}") { Fields = ["_items"], Steps = steps, Wraps = "_items" };
}
