using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Options;

/// <summary>Which types a command looks at.</summary>
internal sealed class TypeOptions
{
    private readonly Option<string[]> _types = new("--type") { Description = "A type: exact, with * and ?, or /regular expression/; repeatable", HelpName = "NAME" };
    private readonly Option<string[]> _excluded = new("--exclude") { Description = "Leave out these types; repeatable", HelpName = "NAME" };
    private readonly FilterOptions _filter;

    public TypeOptions(Command command)
    {
        command.Options.Add(_types);
        command.Options.Add(_excluded);
        _filter = new FilterOptions(command);
    }

    /// <summary>What the user chose.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="others">Names of types that another option gave.</param>
    /// <exception cref="UsageException">A regular expression that is none.</exception>
    public TypeChoice Choice(ParseResult parsed, params string[] others) =>
        new(new TypeNames([.. parsed.GetValue(_types) ?? [], .. others]), new TypeNames(parsed.GetValue(_excluded) ?? []), _filter.Choice(parsed));
}
