using Kind = HeapGraph.HeapWaitKind;

namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>The methods of .NET's that block a thread, and what they wait for.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/tree/main/src/libraries/System.Private.CoreLib/src/System/Threading and the folders beside it.</remarks>
internal static class FrameworkWaits
{
    /// <summary>What a wait handle keeps what is waited for in, and all that its methods hold while they wait; in the field below.</summary>
    public const string SafeHandle = "Microsoft.Win32.SafeHandles.SafeWaitHandle", HandleField = "_waitHandle";

    /// <summary>The wait handles themselves.</summary>
    public static readonly string[] Handles =
    [
        "System.Threading.AutoResetEvent", "System.Threading.ManualResetEvent", "System.Threading.EventWaitHandle", "System.Threading.Mutex", "System.Threading.Semaphore",
    ];

    private const string NoObject = "";   // its methods do not hold what it waits for

    /// <summary>Where a thread begins to run somebody's work: what waits further out is not what it does now.</summary>
    private static readonly string[] Work =
    [
        "System.Threading.ExecutionContext.Run", "System.Threading.Tasks.Task.Execute", "System.Threading.ThreadPoolWorkQueue.Dispatch", "System.Threading.Thread.StartCallback",
    ];

    // Of those that begin alike the first counts.
    private static readonly FrameworkWait[] All =
    [
        new("System.Threading.Monitor.Wait", Kind.Pulse), new("System.Threading.Monitor.ObjWait", Kind.Pulse), new("System.Threading.Condition.Wait", Kind.Pulse) { Type = NoObject },
        new("System.Threading.Monitor.", Kind.Lock),
        new("System.Threading.Lock.", Kind.Lock) { Type = FrameworkLocks.Lock },
        new("System.Threading.ReaderWriterLockSlim.", Kind.Lock) { Type = FrameworkLocks.ReaderWriterLock },
        new("System.Threading.SemaphoreSlim.Wait", Kind.Semaphore) { Type = "System.Threading.SemaphoreSlim" },
        new("System.Threading.ManualResetEventSlim.Wait", Kind.Event) { Type = "System.Threading.ManualResetEventSlim" },
        new("System.Threading.CountdownEvent.Wait", Kind.Event) { Type = "System.Threading.CountdownEvent" },
        new("System.Threading.Barrier.SignalAndWait", Kind.Event) { Type = "System.Threading.Barrier" },
        new("System.Threading.WaitHandle.", Kind.Event) { Type = SafeHandle },
        new("System.Threading.Tasks.Task.", Kind.Task) { Type = FrameworkTask.Base },
        new("System.Threading.Tasks.Task<", Kind.Task) { Type = FrameworkTask.Base },
        new("System.Runtime.CompilerServices.TaskAwaiter", Kind.Task) { Type = FrameworkTask.Base },
        new("System.Runtime.CompilerServices.ValueTaskAwaiter", Kind.Task) { Type = FrameworkTask.Base },
        new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable", Kind.Task) { Type = FrameworkTask.Base },
        new("System.Threading.Thread.Join", Kind.Thread) { Type = "System.Threading.Thread" },
        new("System.Threading.Thread.Sleep", Kind.Time),
        new("System.Diagnostics.Process.WaitForExit", Kind.Process) { Type = "System.Diagnostics.Process" },
        new("System.Collections.Concurrent.BlockingCollection", Kind.Item) { Type = "System.Collections.Concurrent.BlockingCollection" },
        new("System.Net.Sockets.Socket.", Kind.Socket) { Type = "System.Net.Sockets.Socket" },
        new("System.IO.RandomAccess.Read", Kind.Input),
        new("System.ConsolePal.Read", Kind.Input), new("System.ConsolePal.UnixConsoleStream.Read", Kind.Input), new("Interop.Sys.Read", Kind.Input),
        new("Interop.Sys.Poll", Kind.Socket) { Type = "System.Net.Sockets.Socket" },
        new("System.Threading.LowLevelLifoSemaphore.Wait", Kind.Work),
        new("System.Threading.PortableThreadPool.", Kind.Work),
        new("System.Threading.TimerQueue.", Kind.Work),
        new("System.Net.Sockets.SocketAsyncEngine.", Kind.Work),
        new("Interop.Sys.WaitForSocketEvents", Kind.Work),
    ];

    // The others may well run on.
    private static readonly string[] Blocking =
    [
        "System.Threading.Monitor.", "System.Threading.Lock.", "System.Threading.WaitHandle.", "System.Threading.Thread.Sleep", "System.Threading.Thread.Join",
        "System.Threading.LowLevelLifoSemaphore.Wait", "System.Threading.LowLevelMonitor.Wait", "Interop.Sys.LowLevelMonitor_", "Interop.Sys.Read", "Interop.Sys.Poll",
        "Interop.Sys.WaitForSocketEvents", "Interop.Sys.Accept", "Interop.Sys.Receive", "Interop.Sys.Connect",
    ];

    /// <summary>What a thread waits for, by its methods.</summary>
    /// <param name="methods">The innermost first.</param>
    /// <returns>What it is, and the number of the outermost method that waits for it; null where it does not wait.</returns>
    public static (FrameworkWait Wait, int At)? Of(IReadOnlyList<string> methods)
    {
        var at = 0;
        while (at < methods.Count && !IsAny(Blocking, methods[at]) && IsInside(methods[at]))
        {
            at++;
        }

        if (at == methods.Count || !IsAny(Blocking, methods[at]))
        {
            return null;
        }

        (FrameworkWait, int)? found = null;
        for (; at < methods.Count && FrameworkNames.OwnsMethod(methods[at]) && !IsAny(Work, methods[at]); at++)
        {
            if (Array.Find(All, known => methods[at].StartsWith(known.Method, StringComparison.Ordinal)) is { } wait)
            {
                found = (wait, at);
            }
        }

        return found;
    }

    // What the runtime's own part of a wait is made of.
    private static bool IsInside(string method) =>
        method.StartsWith("System.Threading.", StringComparison.Ordinal) || method.StartsWith("Interop.", StringComparison.Ordinal);

    private static bool IsAny(string[] starts, string method) => Array.Exists(starts, start => method.StartsWith(start, StringComparison.Ordinal));
}

/// <summary>A method that blocks.</summary>
/// <param name="Method">How the names of such methods begin.</param>
/// <param name="Kind">What it waits for.</param>
internal sealed record FrameworkWait(string Method, HeapWaitKind Kind)
{
    /// <summary>The type of the object that it waits for, without type arguments, or a base of it; null for any.</summary>
    public string? Type { get; init; }
}
