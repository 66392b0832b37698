using System.CommandLine;

namespace HeapGraph.Cli.Options;

/// <summary>References that are cut before the question is asked (<c>--ignore-reference</c>).</summary>
internal sealed class IgnoredReferences
{
    private readonly Option<string[]> _ignored = FieldOption.Create("--ignore-reference", "Ask as if this field held nothing");

    public IgnoredReferences(Command command) => command.Options.Add(_ignored);

    /// <summary>The fields.</summary>
    /// <exception cref="Running.UsageException">A regular expression that is none.</exception>
    public string[] Names(ParseResult parsed) => FieldOption.Names(parsed, _ignored);
}
