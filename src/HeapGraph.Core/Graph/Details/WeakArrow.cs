namespace HeapGraph;

/// <summary>A reference that does not keep alive what it refers to.</summary>
/// <param name="From">The <c>WeakReference</c>, or the <c>ConditionalWeakTable</c>.</param>
/// <param name="To">The target, or a key.</param>
/// <param name="Label">In the words of the source: <c>Target</c>, <c>key</c>.</param>
public readonly record struct WeakArrow(int From, int To, string Label);
