using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Core.Analysis.Patterns;

namespace HeapGraph.Cli.Options;

/// <summary>An option that takes fields by their names.</summary>
internal static class FieldOption
{
    public static Option<string[]> Create(string name, string description) => new(name)
    {
        Description = $"{description}: Type.Field, or Type[] for the elements of arrays; * and ? in both, or /regular expression/; repeatable",
        HelpName = "FIELD",
    };

    /// <summary>What was given.</summary>
    /// <exception cref="Running.UsageException">A regular expression that is none.</exception>
    public static string[] Names(ParseResult parsed, Option<string[]> option) =>
        Array.ConvertAll(UserPatterns.Of(parsed.GetValue(option), name => new FieldNamePattern(name)), pattern => pattern.Text);
}
