namespace HeapGraph.Core.Analysis.Growth;

/// <summary>The name of a slot as it is for all objects on a path.</summary>
internal static class StepName
{
    /// <summary>The first of a sample's labels, with any index or key in place of the sample's: <c>[*]</c>, <c>[*].value</c>.</summary>
    /// <param name="labels">The labels of parallel references, the path's own first.</param>
    /// <param name="from">The type of the object whose slot it is.</param>
    public static SlotLabel? Of(IReadOnlyList<SlotLabel> labels, HeapType from) =>
        labels.Count > 0 ? labels[0].OfAny : from.Traits.HasFlag(HeapTypeTraits.Array) ? SlotLabel.OfElement(SlotLabel.Any) : null;
}
