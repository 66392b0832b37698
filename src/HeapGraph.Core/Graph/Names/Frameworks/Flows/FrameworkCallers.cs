namespace HeapGraph.Core.Graph.Names.Frameworks.Flows;

/// <summary>Objects of .NET's that pass calls on: what stands between an event, a token or a list of observers and whom it calls.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Diagnostics.DiagnosticSource/src/System/Diagnostics/DiagnosticListener.cs.</remarks>
internal static class FrameworkCallers
{
    /// <summary>What hands on the events of one source.</summary>
    public const string Listener = "System.Diagnostics.DiagnosticListener";

    /// <summary>What tells of each such.</summary>
    public const string AllListeners = $"{Listener}.AllListenerObservable";

    // Each refers to the next, and to what it is a subscription of.
    private static readonly string[] Nodes =
        [$"{Listener}.DiagnosticSubscription", $"{AllListeners}.AllListenerSubscription"];

    // https://github.com/dotnet/reactive/tree/main/Rx.NET/Source/src/System.Reactive, in which observers stand around observers
    private const string Reactive = "System.Reactive.";

    private static readonly string[] Sources =
        [Listener, AllListeners, $"{Reactive}Subjects.", $"{Reactive}Disposables."];

    // What gives a token takes nothing, and is asked rather than told.
    private const string Producer = "System.Func<Microsoft.Extensions.Primitives.IChangeToken>";

    // Tasks call whoever awaits them: who that is says nothing about whom a timer or a token calls.
    private static readonly string[] Never = ["System.Threading.Tasks.", "System.Runtime.CompilerServices.", "System.Threading.CancellationTokenSource", "System.Threading.TimerQueueTimer"];

    extension(HeapType type)
    {
        /// <summary>Whether its objects stand in a list of observers.</summary>
        public bool IsObserverNode => Nodes.Contains(type.Name) || (type.Name.StartsWith(Reactive, StringComparison.Ordinal) && type.Name.EndsWith(".SubjectDisposable", StringComparison.Ordinal));

        /// <summary>Whether its objects are what is observed, or end that.</summary>
        public bool IsObserved => Array.Exists(Sources, source => source.EndsWith('.') ? type.Name.StartsWith(source, StringComparison.Ordinal) && !type.IsObserverNode : type.Name == source);

        /// <summary>Whether its objects pass on what they observe.</summary>
        public bool PassesToObserver => type.IsObserverNode || type.Name.StartsWith(Reactive, StringComparison.Ordinal);

        /// <summary>Whether its objects call with a state what has none of its own.</summary>
        public bool PassesState => type.Parsed.Definition.StartsWith(FrameworkSubscription.ChangeToken.Type, StringComparison.Ordinal);

        /// <summary>Whether its objects may only pass a call on.</summary>
        public bool MayPassOn => FrameworkNames.Owns(type) && !type.IsDelegate && !type.Traits.HasFlag(HeapTypeTraits.Array) && !Array.Exists(Never, start => type.Name.StartsWith(start, StringComparison.Ordinal));

        /// <summary>Whether its objects are delegates that are asked for something and told nothing.</summary>
        public bool IsProducer => type.Name == Producer;
    }
}
