using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Objects;

/// <summary>Objects that no other object refers to: GC roots hold them, or nothing does.</summary>
internal static class UnreferencedObjects
{
    /// <summary>Looks at every reference once. A reference of an object to itself does not count.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.References"/>.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static ObjectSet In(ObjectGraph graph, CancellationToken cancellation = default)
    {
        var referenced = new ObjectSet(graph.ObjectCount);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if ((index & 0xFFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            foreach (var target in graph.References[index])
            {
                if (target != index)
                {
                    referenced.Add(target);
                }
            }
        }

        return referenced.Inverted();
    }
}
