using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Heaps.Opened;

namespace HeapGraph.Cli.Choices;

/// <summary>The types that the user chose (<c>--type</c>), those that were left out (<c>--exclude</c>), and what else narrows them down.</summary>
internal sealed record TypeChoice(TypeNames Chosen, TypeNames Excluded, FilterChoice Narrowing)
{
    /// <summary>Which objects of these types count.</summary>
    public ObjectFilter Filter => Narrowing.Filter;

    /// <summary>By type index, whether a type counts; all do when none was chosen.</summary>
    public Func<int, bool> In(IReadOnlyList<HeapType> types)
    {
        var chosen = Chosen.IsEmpty ? null : Chosen.MatchesOf(types);
        var excluded = Excluded.MatchesOf(types);
        var fits = Narrowing.MatchesOf(types);
        return index => chosen?[index] != false && !excluded[index] && fits[index];
    }

    /// <summary>The numbers of the objects of a heap that count. One pass over its objects.</summary>
    public IReadOnlyList<int> ObjectsIn(HeapReading heap, ObjectScope scope)
    {
        var graph = heap.ReadObjects(scope).Graph;
        var (isChosen, fits, within) = (In(graph.Types), Filter.ObjectsIn(graph), heap.Within(scope));
        return [.. Enumerable.Range(0, graph.ObjectCount).Where(index => isChosen(graph.TypeIndexOf(index)) && within?.Contains(index) != false && fits?.Invoke(index) != false)];
    }

    /// <summary>Ends the run when a name matched nothing.</summary>
    /// <exception cref="UsageException">With the nearest names.</exception>
    public void RequireMatches()
    {
        Chosen.RequireMatches();
        Excluded.RequireMatches();
        Narrowing.RequireMatches();
    }
}
