using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Rules.Waiting;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>What captures an ExecutionContext where it begins.</summary>
internal enum CaptorKind
{
    /// <summary>Nothing that is known to.</summary>
    None,

    /// <summary>A timer.</summary>
    Timer,

    /// <summary>A registration at a CancellationToken.</summary>
    Registration,

    /// <summary>A call of an async method.</summary>
    Call,

    /// <summary>The same, suspended by the runtime itself.</summary>
    SuspendedCall,

    /// <summary>A thread, which has one of its own.</summary>
    Thread,

    /// <summary>Something else of .NET's.</summary>
    Other,
}

/// <summary>Objects that have captured contexts.</summary>
internal static class Captors
{
    private const int Samples = 16;

    private static readonly string[] OtherSpaces = ["System.Threading.", "System.Net.", "System.IO.", "Microsoft.AspNetCore."];

    /// <summary>What the objects of a type are.</summary>
    public static CaptorKind KindOf(HeapType type) =>
        type.Name == Timers.Timer ? CaptorKind.Timer
        : type.Name == FrameworkWaiters.Registration ? CaptorKind.Registration
        : FrameworkTask.IsBox(type) ? CaptorKind.Call
        : type.IsContinuation ? CaptorKind.SuspendedCall
        : type.Name == FrameworkNames.Thread ? CaptorKind.Thread
        : Array.Exists(OtherSpaces, space => type.Name.StartsWith(space, StringComparison.Ordinal)) && !type.IsContextPart && !FrameworkNames.IsCollection(type) && !type.IsDelegate ? CaptorKind.Other
        : CaptorKind.None;

    /// <summary>Without calls of .NET's own async methods, where others captured too.</summary>
    public static (int Object, CaptorKind Kind)[] WithoutPlumbing(InspectedHeap heap, (int Object, CaptorKind Kind)[] captors) =>
        captors.Where(captor => captor.Kind != CaptorKind.Call || AsyncCalls.MethodOf(heap.Graph.TypeOf(captor.Object)) is not { } method || !FrameworkNames.OwnsMethod(method)).ToArray() is { Length: > 0 } own
            ? own : captors;

    /// <summary>How many of them live on when the call is over that began them: timers, registrations that no call will dispose of, and loops, which wait for the time.
    /// A call that waits for something else may be that call itself.</summary>
    public static int Outliving(InspectedHeap heap, (int Object, CaptorKind Kind)[] captors)
    {
        int[] registrations = [.. captors.Where(captor => captor.Kind == CaptorKind.Registration).Select(captor => captor.Object)];
        int[] calls = [.. captors.Where(captor => captor.Kind is CaptorKind.Call or CaptorKind.SuspendedCall).Select(captor => captor.Object)];
        var sample = calls.Sample(Samples);
        var loops = sample.Count(call => heap.Graph.TypeOf(call).IsContinuation ? AsyncCalls.AwaitedByCall(heap, call) is { } awaited && FrameworkWaiters.IsTime(awaited)
            : AsyncCalls.AwaitedBy(heap, call) is { } type && FrameworkWaiters.IsPromise(type));
        return captors.Count(captor => captor.Kind == CaptorKind.Timer) + (registrations.Length > 0 && heap.OneCallIfMostHold(registrations).Length == 0 ? registrations.Length : 0)
            + (sample.Length == 0 ? 0 : (int)((long)calls.Length * loops / sample.Length));
    }

    /// <summary>One of them: a noun, and whose it is: <c>timer</c>, <c> of Poller</c>.</summary>
    public static (string Noun, string Of) WordsOf(InspectedHeap heap, int captor, CaptorKind kind) => kind switch
    {
        CaptorKind.Timer => ("timer", $" of {Named(heap, Timers.OwnerOf(heap.Graph, captor))}"),
        CaptorKind.Registration => ("registration", $" of {Named(heap, TokenRegistrations.Called(heap.Graph, captor).Owner)}"),
        CaptorKind.Call => ("waiting call", $" of {AsyncCalls.MethodOf(heap.Graph.TypeOf(captor)) ?? "an async method"}"),
        CaptorKind.SuspendedCall => ("waiting call", $" of {heap.Contents?.SuspendedMethodOf(captor) ?? "an async method"}"),
        CaptorKind.Thread => ("thread", ""),
        _ => ("object", $" of {heap.Graph.TypeOf(captor).ShortName}"),
    };

    private static string Named(InspectedHeap heap, int owner) =>
        owner < 0 ? "nobody" : heap.Graph.TypeOf(owner) is var type && FrameworkNames.Owns(type) && !type.IsDelegate ? FrameworkAwaits.Of(type) : heap.CalledBy(owner);
}
