namespace HeapGraph;

/// <summary>Chains of async calls with the same methods at the same awaits.</summary>
/// <param name="Frames">Their methods, the innermost first, each with the line of its await.</param>
/// <param name="Awaits">What the innermost awaits: <c>Task.Delay</c>, <c>SemaphoreSlim.WaitAsync</c>, a type.</param>
/// <param name="Outer">Who awaits the outermost: <c>nobody awaits it</c>, <c>a thread blocks on it</c>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Address">The innermost call of one of them.</param>
public sealed record AsyncChains(IReadOnlyList<HeapFrame> Frames, string Awaits, string Outer, long Count, ulong Address);
