using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Patterns;

namespace HeapGraph.Cli.Choices;

/// <summary>A filter that the user chose. As with types, a name must match in one of the snapshots that are looked at.</summary>
internal sealed class FilterChoice(ObjectFilter filter)
{
    private readonly HashSet<HeapType> _seen = [];

    public ObjectFilter Filter => filter;

    /// <summary>By type index, whether objects of the type may fit.</summary>
    public bool[] MatchesOf(IReadOnlyList<HeapType> types)
    {
        if (filter.Namespaces.Count + filter.Assemblies.Count == 0)
        {
            return [.. types.Select(_ => true)];
        }

        _seen.UnionWith(types);
        try
        {
            return [.. types.Select(filter.IncludesType)];
        }
        catch (RegexMatchTimeoutException)
        {
            throw new UsageException("The regular expression of --namespace or --assembly takes too long.", "Use a simpler one, or * and ?.");
        }
    }

    /// <summary>Ends the run when a name matched in none of the snapshots so far.</summary>
    /// <exception cref="UsageException">With the nearest names.</exception>
    public void RequireMatches()
    {
        Require("namespace", filter.Namespaces, () => [.. _seen.Select(type => type.Parsed.Namespace).Distinct()]);
        Require("assembly", filter.Assemblies, () => [.. _seen.Select(type => type.AssemblyName).Distinct()]);
    }

    private static void Require(string what, IReadOnlyList<GroupNamePattern> patterns, Func<string[]> find)
    {
        if (patterns.Count > 0 && find() is var names && patterns.FirstOrDefault(pattern => !names.Any(pattern.Matches)) is { } unmatched)
        {
            var nearest = unmatched.NearestOf(names);
            throw new UsageException(
                $"No {what} matches '{unmatched.Text}'.",
                nearest.Count > 0 ? $"The nearest names: {string.Join(", ", nearest)}" : $"See those that there are with: heapgraph dominators --by {what} --limit 0");
        }
    }
}
