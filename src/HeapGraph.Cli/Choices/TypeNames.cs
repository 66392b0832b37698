using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Patterns;

namespace HeapGraph.Cli.Choices;

/// <summary>Types by the names that the user gave for one option. A name must match in one of the snapshots that are
/// looked at, not in each: what leaks may be missing from the first.</summary>
internal sealed class TypeNames
{
    private readonly TypeNamePattern[] _patterns;
    private readonly HashSet<TypeNamePattern> _unmatched;
    private readonly List<HeapType> _seen = [];

    /// <exception cref="UsageException">A regular expression that is none.</exception>
    public TypeNames(string[] names)
    {
        _patterns = UserPatterns.Of(names, name => new TypeNamePattern(name));
        _unmatched = [.. _patterns];
    }

    /// <summary>Whether no name was given.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>By type index, whether a type has one of the names.</summary>
    public bool[] MatchesOf(IReadOnlyList<HeapType> types)
    {
        _seen.AddRange(types);
        var matches = new bool[types.Count];
        foreach (var pattern in _patterns)
        {
            for (var index = 0; index < types.Count; index++)
            {
                if (IsMatch(pattern, types[index]))
                {
                    matches[index] = true;
                    _unmatched.Remove(pattern);
                }
            }
        }

        return matches;
    }

    /// <summary>Ends the run when a name matched in none of the snapshots so far.</summary>
    /// <exception cref="UsageException">With the nearest names.</exception>
    public void RequireMatches()
    {
        if (_patterns.FirstOrDefault(_unmatched.Contains) is { } pattern)
        {
            var nearest = pattern.NearestOf(_seen);
            throw new UsageException(
                $"No type matches '{pattern.Text}'.",
                nearest.Count > 0 ? $"The nearest names: {string.Join(", ", nearest)}" : "See the types with: heapgraph common --all --limit 0");
        }
    }

    private static bool IsMatch(TypeNamePattern pattern, HeapType type)
    {
        try
        {
            return pattern.Matches(type);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new UsageException($"'{pattern.Text}' takes too long on '{type.Name}'.", "Use a simpler regular expression, or * and ?.");
        }
    }
}
