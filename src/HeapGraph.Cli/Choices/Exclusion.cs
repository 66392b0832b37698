using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Choices;

/// <summary>What the user does not want to see besides the chosen objects, nor what lies behind it.</summary>
/// <param name="excluded">Types by <c>--exclude</c>.</param>
/// <param name="filter">The types that alone are wanted (<c>--filter</c>); all when it is empty.</param>
/// <param name="ignored">Types and objects by <c>--ignore</c>.</param>
internal sealed class Exclusion(TypeNames excluded, TypeNames filter, ObjectNames ignored)
{
    /// <summary>Whether only some types are wanted.</summary>
    public bool IsFiltered => !filter.IsEmpty;

    /// <summary>By type index, whether a type is left out; null when none is.</summary>
    /// <exception cref="UsageException">A name that matches nothing.</exception>
    public Func<int, bool>? TypesOf(ObjectGraph graph)
    {
        var (excludes, wants, ignores) = (excluded.MatchesOf(graph.Types), filter.MatchesOf(graph.Types), ignored.Types.MatchesOf(graph.Types));
        filter.RequireMatches();
        ignored.Types.RequireMatches();
        return excluded.IsEmpty && filter.IsEmpty && ignored.Types.IsEmpty
            ? null
            : index => excludes[index] || ignores[index] || (IsFiltered && !wants[index]);
    }

    /// <summary>By object number, whether an object is left out by its address; null when none is.</summary>
    /// <exception cref="UsageException">No object starts there.</exception>
    public Func<int, bool>? ObjectsOf(ObjectGraph graph) =>
        ignored.ObjectsAtAddresses(graph) is { Count: > 0 } objects ? objects.Contains : null;
}
