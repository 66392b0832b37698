using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Roots;

/// <summary>Which references a chain may follow.</summary>
/// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
/// <param name="excludesType">Types that a chain may end in but not lead through, by type index; null for none.</param>
/// <param name="excludesObject">Objects that a chain may end in but not lead through, by object number; null for none.</param>
/// <param name="closed">Objects that a chain may end in but not lead through; null for none.</param>
/// <param name="passesStatics">Whether a chain may lead through the runtime's arrays of static fields, since the fields are no roots of it.</param>
/// <param name="left">The references that are not thought away; null for all.</param>
internal sealed class ChainWays(
    ObjectGraph graph, Func<int, bool>? excludesType, Func<int, bool>? excludesObject, ObjectSet? closed, bool passesStatics, ReferencesLeft? left = null)
{
    // A set of bits, since it is asked for every object of the heap.
    private readonly ObjectSet? _storage = passesStatics || graph.StaticStorage.Count == 0 ? null : ObjectSet.Of(graph.ObjectCount, graph.StaticStorage);

    /// <summary>The objects to go on to from an object, in slot order.</summary>
    public ReadOnlySpan<int> From(int objectIndex)
    {
        if (closed?.Contains(objectIndex) == true || excludesType?.Invoke(graph.TypeIndexOf(objectIndex)) == true || excludesObject?.Invoke(objectIndex) == true)
        {
            return [];
        }

        var references = left is null ? graph.References[objectIndex] : left[objectIndex];
        return _storage?.Contains(objectIndex) == true ? WithoutNamedStatics(references) : references;
    }

    /// <summary>The runtime's array of static fields says less than the static field itself. No object is lost by
    /// passing it over, since the field is a root of its own.</summary>
    private int[] WithoutNamedStatics(ReadOnlySpan<int> references)
    {
        var others = new List<int>();
        foreach (var target in references)
        {
            if (!graph.RootsOf(target).Any(root => root.IsNamedStatic && left?.Keeps(root) != false))
            {
                others.Add(target);
            }
        }

        return [.. others];
    }
}
