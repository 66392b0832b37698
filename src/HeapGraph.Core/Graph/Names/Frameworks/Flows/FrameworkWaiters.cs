namespace HeapGraph.Core.Graph.Names.Frameworks.Flows;

/// <summary>What waits at one of .NET's objects until that wakes it, and how to find who goes on then.</summary>
/// <remarks>Sources: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Threading/SemaphoreSlim.cs and
/// https://github.com/dotnet/runtime/blob/main/src/libraries/System.Threading.Channels/src/System/Threading/Channels/AsyncOperation.cs.</remarks>
internal static class FrameworkWaiters
{
    public const string Semaphore = "System.Threading.SemaphoreSlim";

    /// <summary>One that waits at a semaphore: a task that refers to the next and the one before.</summary>
    public const string SemaphoreNode = $"{Semaphore}.TaskNode";

    /// <summary>A registration at a CancellationToken.</summary>
    public const string Registration = "System.Threading.CancellationTokenSource.CallbackNode";

    /// <summary>What a PeriodicTimer waits with, and whom it calls.</summary>
    public const string Periodic = "System.Threading.PeriodicTimer.State";

    /// <summary>How the names begin of what the time or a token ends, where nothing else does.</summary>
    private static readonly string[] Promises = ["System.Threading.Tasks.Task.DelayPromise", "System.Threading.Tasks.Task.CancellationPromise", Periodic];

    /// <summary>The fields of one that waits at a channel: whom it calls, and with what.</summary>
    public static readonly string[] Callback = ["_continuation"], CallbackState = ["_continuationState"];

    /// <summary>The field of a task with what goes on when it is done.</summary>
    public static readonly string[] Continuation = [FrameworkTask.Continuation];

    /// <summary>Several that go on.</summary>
    public const string Several = "System.Collections.Generic.List<object>", SeveralItems = "object[]";

    private const string Channels = "System.Threading.Channels.";
    private const string Operation = "AsyncOperation";

    extension(HeapType type)
    {
        /// <summary>Whether its objects wait at a channel.</summary>
        public bool IsChannelWaiter => type.Name.StartsWith(Channels, StringComparison.Ordinal) && type.Parsed.Definition.Contains(Operation, StringComparison.Ordinal)
            && !type.Traits.HasFlag(HeapTypeTraits.Array);

        /// <summary>Whether its objects stand between a channel and those that wait at it.</summary>
        public bool IsChannelWaiterList => type.Name.Contains(Channels, StringComparison.Ordinal) && type.Name.Contains(Operation, StringComparison.Ordinal)
            && (type.Traits.HasFlag(HeapTypeTraits.Array) || FrameworkCollections.Owns(type.Name));

        /// <summary>Whether its objects are tasks of .NET's own, or what stands behind an await.</summary>
        public bool IsPlumbing => !type.Traits.HasFlag(HeapTypeTraits.Array)
            && (type.Name.StartsWith("System.Threading.", StringComparison.Ordinal) || type.Name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal));
    }

    /// <summary>Whether objects of a type are ended by the time or a token, where nothing else does.</summary>
    public static bool IsPromise(HeapType type) => Array.Exists(Promises, start => type.Name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Whether what is awaited, in short, is the time.</summary>
    public static bool IsTime(string awaited) => awaited.Contains("DelayPromise", StringComparison.Ordinal) || awaited.Contains("PeriodicTimer", StringComparison.Ordinal);

    /// <summary>The method that a program calls for one of .NET's own async methods; that itself where no other is known.</summary>
    public static string PublicOf(string method) => method == $"{Semaphore}.WaitUntilCountOrTimeoutAsync" ? $"{Semaphore}.WaitAsync" : method;

    /// <summary>What somebody who waits at a channel called, by the type that waits.</summary>
    public static string CallOf(HeapType type) =>
        type.Name == SemaphoreNode ? "SemaphoreSlim.WaitAsync"
        : FrameworkAwaits.IsPromise(type) ? FrameworkAwaits.Of(type)
        : type.Name.Contains("Write", StringComparison.Ordinal) || type.Name.Contains("WithData", StringComparison.Ordinal) ? "ChannelWriter.WriteAsync"
        : type.Parsed.Arguments is ["bool"] || type.Name.Contains("Waiting", StringComparison.Ordinal) ? "ChannelReader.WaitToReadAsync"
        : "ChannelReader.ReadAsync";
}
