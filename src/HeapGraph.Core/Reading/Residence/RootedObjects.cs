namespace HeapGraph.Core.Reading.Residence;

/// <summary>Counts objects that roots hold directly, by type.</summary>
/// <param name="roots">The roots.</param>
/// <param name="types">How many types there are.</param>
/// <param name="typeIndexOf">The type of an object.</param>
internal sealed class RootedObjects(IReadOnlyList<HeapRoot> roots, int types, Func<int, int> typeIndexOf)
{
    /// <summary>How many objects roots of some kinds hold, by type index; each object once.</summary>
    public long[] Count(params ReadOnlySpan<HeapRootKind> kinds)
    {
        var counts = new long[types];
        var seen = new HashSet<int>();
        foreach (var root in roots)
        {
            if (kinds.Contains(root.Kind) && seen.Add(root.ObjectIndex))
            {
                counts[typeIndexOf(root.ObjectIndex)]++;
            }
        }

        return counts;
    }
}
