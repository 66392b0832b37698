namespace HeapGraph.Core.Analysis.Growth;

/// <summary>The name of a slot as it is for all objects on a path.</summary>
internal static class StepName
{
    /// <summary>The first of a sample's labels, with any index or key in place of the sample's: <c>[*]</c>, <c>[*].value</c>.</summary>
    /// <param name="labels">The labels of parallel references, the path's own first.</param>
    /// <param name="from">The type of the object whose slot it is.</param>
    public static string? Of(IReadOnlyList<string> labels, HeapType from)
    {
        if (labels.Count == 0)
        {
            return from.Traits.HasFlag(HeapTypeTraits.Array) ? "[*]" : null;
        }

        var label = labels[0];
        return label.StartsWith('[') ? $"[*]{label[(label.LastIndexOf(']') + 1)..]}" : label;
    }
}
