using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis;

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

    /// <summary>Ends the run when a name matched nothing.</summary>
    /// <exception cref="UsageException">With the nearest names.</exception>
    public void RequireMatches()
    {
        Chosen.RequireMatches();
        Excluded.RequireMatches();
        Narrowing.RequireMatches();
    }
}
