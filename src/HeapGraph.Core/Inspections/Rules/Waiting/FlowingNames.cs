namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>What the AsyncLocals are called whose values contexts hold.</summary>
internal static class FlowingNames
{
    private const int Samples = 16;

    /// <summary>The AsyncLocal by which a context holds a value: <c>AsyncLocal Shop.Feed.Current</c>; null where it has no name.</summary>
    public static string? OfValue(InspectedHeap heap, int value) =>
        heap.NamesOf(heap.Flowing.HolderOf[value], value).FirstOrDefault(label => label.Kind == SlotKind.AsyncLocal).Key;

    /// <summary>Those of most of the values that some objects have captured: <c> (AsyncLocal Shop.Feed.Current = RequestState)</c>; empty where none has a name.</summary>
    public static string Of(InspectedHeap heap, int[] captors)
    {
        var named = captors.Sample(Samples).SelectMany(heap.Flowing.ContextsOf).SelectMany(context => heap.Flowing.ValuesByContext[context])
            .LargestGroupsBy(value => $"{OfValue(heap, value)} = {heap.Graph.TypeOf(value).ShortName}", name => name);
        return named is [{ Key: ['A', ..] most }, ..] ? $" ({most})" : "";
    }
}
