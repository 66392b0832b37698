namespace HeapGraph.Core.Graph.Details;

/// <summary>Groups of objects with equal contents, as two flat arrays: those of group <c>i</c> are
/// <c>objects[offsets[i]..offsets[i + 1]]</c>.</summary>
/// <param name="offsets">Where each group begins, and the end of the last.</param>
/// <param name="objects">The objects, ascending in each group.</param>
internal sealed class EqualContents(int[] offsets, int[] objects)
{
    /// <summary>Number of groups; each has at least two objects.</summary>
    public int Count => offsets.Length - 1;

    /// <summary>The objects of a group, ascending.</summary>
    public ReadOnlySpan<int> this[int group] => objects.AsSpan(offsets[group]..offsets[group + 1]);
}
