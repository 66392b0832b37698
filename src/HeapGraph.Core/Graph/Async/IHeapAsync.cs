namespace HeapGraph.Core.Graph.Async;

/// <summary>Reads the async calls of a target that have not finished.</summary>
internal interface IHeapAsync
{
    /// <summary>Those among some objects.</summary>
    /// <remarks>A look at each object's type, and at the fields of those that are the state of an async call.</remarks>
    /// <param name="counts">Which objects count, by number.</param>
    /// <param name="progress">Told of each step of the DAC.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ReadAsyncCalls Read(Func<int, bool> counts, IProgress<HeapReadProgress>? progress, CancellationToken cancellation);
}

/// <summary>The async calls of a target.</summary>
/// <param name="Calls">By their numbers.</param>
/// <param name="Warnings">Sentences about what could not be read.</param>
internal sealed record ReadAsyncCalls(IReadOnlyList<AsyncCall> Calls, IReadOnlyList<string> Warnings);

/// <summary>A call of an async method, or several that the runtime keeps as one task.</summary>
/// <param name="Object">Number of the object that it is: its task, as a rule.</param>
/// <param name="Frames">Its methods, the outermost first; shared by all calls that stand at the same await.</param>
/// <param name="Awaits">Numbers of the objects that it awaits; several for <c>Task.WhenAll</c>.</param>
/// <param name="What">What it awaits, in words, where that is no call.</param>
/// <param name="Outer">Who awaits it, in words, where that is no call.</param>
internal sealed record AsyncCall(int Object, IReadOnlyList<HeapFrame> Frames, IReadOnlyList<int> Awaits, string What, string Outer);
