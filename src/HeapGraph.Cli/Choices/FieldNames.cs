using System.CommandLine;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Cli.Choices;

/// <summary>Fields by the names that the user gave for one option.</summary>
internal sealed class FieldNames
{
    private readonly FieldNamePattern[] _patterns;

    /// <exception cref="UsageException">A regular expression that is none.</exception>
    public FieldNames(string[] names) => _patterns = UserPatterns.Of(names, name => new FieldNamePattern(name));

    /// <summary>An option that takes such names.</summary>
    public static Option<string[]> Option(string name, string description) => new(name)
    {
        Description = $"{description}: Type.Field, or Type[] for the elements of arrays; * and ? in both, or /regular expression/; repeatable",
        HelpName = "FIELD",
    };

    /// <summary>The fields that each name means.</summary>
    /// <exception cref="UsageException">A name that means none, with the nearest ones.</exception>
    public IReadOnlyList<(string Name, IReadOnlySet<HeapField> Fields)> MatchesOf(IReadOnlyList<HeapField> fields) =>
        [.. _patterns.Select(pattern => (pattern.Text, (IReadOnlySet<HeapField>)Require(pattern, fields)))];

    private static HashSet<HeapField> Require(FieldNamePattern pattern, IReadOnlyList<HeapField> fields)
    {
        try
        {
            HashSet<HeapField> matches = [.. fields.Where(pattern.Matches)];
            if (matches.Count > 0)
            {
                return matches;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw new UsageException($"'{pattern.Text}' takes too long.", "Use a simpler regular expression, or * and ?.");
        }

        var nearest = pattern.NearestOf(fields);
        throw new UsageException(
            $"No field that holds references matches '{pattern.Text}'.",
            nearest.Count > 0 ? $"The nearest names: {string.Join(", ", nearest)}" : "Write it as the arrows of 'heapgraph chain' do: Type.Field, or Type[] for the elements of arrays.");
    }
}
