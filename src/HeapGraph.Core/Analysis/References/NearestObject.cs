using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Analysis.References;

/// <summary>Looks around an object for the nearest one that is wanted.</summary>
/// <param name="graph">A graph with its references, and its referrers to go against them.</param>
/// <param name="direction">Which way to go.</param>
/// <param name="excludesType">Types that it does not go through, by type index.</param>
/// <param name="excludesObject">Objects that it does not go through, by object number; null for none.</param>
internal sealed class NearestObject(ObjectGraph graph, ReferenceDirection direction, Func<int, bool> excludesType, Func<int, bool>? excludesObject)
{
    private readonly EdgeTable _edges = direction == ReferenceDirection.Referrers ? graph.Referrers : graph.References;

    /// <summary>Searches breadth-first. Costs what it comes by: a hash set of that many numbers.</summary>
    /// <param name="start">Where to begin; it is not asked for itself.</param>
    /// <param name="isWanted">By object number; asked once about each object, in the order of their distance.</param>
    /// <param name="maxDepth">Steps, at most.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Null when none is near enough.</returns>
    public int? From(int start, Func<int, bool> isWanted, int maxDepth, CancellationToken cancellation)
    {
        var (seen, layer) = (new HashSet<int> { start }, new List<int> { start });
        for (var depth = 0; depth < maxDepth && layer.Count > 0; depth++)
        {
            cancellation.ThrowIfCancellationRequested();
            var next = new List<int>();
            foreach (var passed in layer)
            {
                if (passed != start && (excludesType(graph.TypeIndexOf(passed)) || excludesObject?.Invoke(passed) == true))
                {
                    continue;
                }

                foreach (var neighbor in _edges[passed])
                {
                    if (seen.Add(neighbor))
                    {
                        if (isWanted(neighbor))
                        {
                            return neighbor;
                        }

                        next.Add(neighbor);
                    }
                }
            }

            layer = next;
        }

        return null;
    }
}
