namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What async methods await, and what goes on behind them, by the types of .NET's objects.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/tree/main/src/libraries/System.Private.CoreLib/src/System/Threading/Tasks and the folders beside it.</remarks>
internal static class FrameworkAwaits
{
    /// <summary>A promise for all of several tasks.</summary>
    public const string All = "System.Threading.Tasks.Task.WhenAllPromise";

    // By how the names of the types begin; the first that fits counts.
    private static readonly (string Type, string What)[] Known =
    [
        ("System.Threading.Tasks.Task.DelayPromise", "Task.Delay"),
        (All, "Task.WhenAll"),
        ("System.Threading.Tasks.Task.WhenAnyPromise", "Task.WhenAny"),
        ("System.Threading.Tasks.Task.TwoTaskWhenAnyPromise", "Task.WhenAny"),
        ("System.Threading.Tasks.TaskFactory.CompleteOnInvokePromise", "Task.WhenAny"),
        ("System.Threading.Tasks.TaskFactory.CompleteOnCountdownPromise", "Task.WhenAll"),
        ("System.Threading.Tasks.Task.CancellationPromise", "Task.WaitAsync"),
        ("System.Threading.Tasks.UnwrapPromise", "Task.Run"),
        ("System.Threading.Tasks.ContinuationTaskFromTask", "ContinueWith"), ("System.Threading.Tasks.ContinuationResultTaskFrom", "ContinueWith"),
        ("System.Threading.SemaphoreSlim.TaskNode", "SemaphoreSlim.WaitAsync"),
        ("System.Threading.PeriodicTimer", "PeriodicTimer.WaitForNextTickAsync"),
        ("System.Threading.Channels.", "a channel"),
        ("System.IO.Pipelines.", "a pipe"),
        ("System.Net.Sockets.Socket.", "a socket"), ("System.Net.Sockets.SocketAsyncEventArgs", "a socket"),
        ("Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets.Internal.", "a socket"),
        ("Microsoft.Win32.SafeHandles.SafeFileHandle.", "a file"),
    ];

    // Who goes on when a task is done, and is no async method.
    private static readonly (string Type, string Who)[] KnownOuter =
    [
        ("System.Threading.Tasks.Task.SetOnInvokeMres", "a thread blocks on it"),
        ("System.Threading.ManualResetEventSlim", "a thread blocks on it"),
        ("System.Threading.Tasks.Task.WhenAllPromise", "Task.WhenAll awaits it"),
        ("System.Threading.Tasks.Task.WhenAnyPromise", "Task.WhenAny awaits it"), ("System.Threading.Tasks.Task.TwoTaskWhenAnyPromise", "Task.WhenAny awaits it"),
        ("System.Threading.Tasks.TaskFactory.CompleteOnInvokePromise", "Task.WhenAny awaits it"),
        ("System.Threading.Tasks.UnwrapPromise", "Task.Run awaits it"),
        ("System.Threading.Tasks.StandardTaskContinuation", "ContinueWith goes on with it"), ("System.Threading.Tasks.ContinueWithTaskContinuation", "ContinueWith goes on with it"),
    ];

    /// <summary>Whether objects of a type stand in a task's list for a ContinueWith.</summary>
    public static bool IsContinueWith(HeapType type) => KnownOuter.Any(known => known.Who.StartsWith("ContinueWith", StringComparison.Ordinal) && type.Name.StartsWith(known.Type, StringComparison.Ordinal));

    /// <summary>Whether objects of a type are tasks of Task's own methods that are done when another task is.</summary>
    public static bool IsPromise(HeapType type) => type.Name.StartsWith("System.Threading.Tasks.Task", StringComparison.Ordinal) && type.Name.Contains("Promise", StringComparison.Ordinal)
        && !type.Traits.HasFlag(HeapTypeTraits.Array);

    /// <summary>What an object stands for: <c>Task.Delay</c>; its type's short name where nothing better is known.</summary>
    public static string Of(HeapType type) =>
        Array.Find(Known, known => type.Name.StartsWith(known.Type, StringComparison.Ordinal)).What
        ?? (FrameworkTask.IsPlain(type.Name) ? $"{type.ShortName} of a TaskCompletionSource" : type.ShortName);

    /// <summary>Who goes on behind a task, by the type of its continuation.</summary>
    public static string OuterOf(HeapType type) =>
        Array.Find(KnownOuter, known => type.Name.StartsWith(known.Type, StringComparison.Ordinal)).Who ?? $"{type.ShortName} goes on with it";
}
