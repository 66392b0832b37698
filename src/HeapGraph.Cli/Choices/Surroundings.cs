using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Choices;

/// <summary>What the user wants to see besides the chosen objects.</summary>
/// <param name="reach">How far and how much.</param>
/// <param name="exclusion">What is left out.</param>
/// <param name="highlighted">Types that stand out.</param>
internal sealed class Surroundings(NeighborhoodOptions reach, Exclusion exclusion, TypeNames highlighted)
{
    /// <summary>The same for a heap.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="reachable">The objects that may be shown; all when null.</param>
    /// <exception cref="Running.UsageException">A name or an address that matches nothing.</exception>
    public NeighborhoodOptions In(Heap heap, ObjectSet? reachable)
    {
        var graph = heap.Reading.Read(GraphParts.Reachability).Graph;
        var marked = highlighted.MatchesOf(graph.Types);
        highlighted.RequireMatches();
        return reach with
        {
            Reachable = reachable,
            ExcludesType = exclusion.TypesOf(graph),
            ExcludesObject = exclusion.ObjectsOf(graph),
            HighlightsType = marked.Contains(true) ? index => marked[index] : null,
            SkipsInnerNodes = !heap.Reading.PlainNames && !exclusion.IsFiltered,
            Cancellation = heap.Reading.Cancellation,
        };
    }
}
