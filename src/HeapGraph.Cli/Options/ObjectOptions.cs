using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Cli.Options;

/// <summary>Which objects a command starts from.</summary>
internal sealed class ObjectOptions
{
    private readonly TypeOptions _types;
    private readonly Option<string[]> _addresses = new("--address") { Description = "An object by its address, in hex; repeatable", HelpName = "HEX" };

    private readonly WhereOption _where;
    private readonly Option<string[]> _select = PathOption.Select();
    private readonly Option<string[]>? _to;

    public ObjectOptions(Command command)
        : this(command, isTold: true)
    {
    }

    private ObjectOptions(Command command, bool isTold)
    {
        _types = new TypeOptions(command);
        command.Options.Add(_addresses);
        _where = new WhereOption(command);
        if (isTold)
        {
            command.Options.Add(_select);
        }
    }

    private ObjectOptions(Command command, Option<string[]> to)
        : this(command)
    {
        _to = to;
        command.Options.Add(to);
    }

    /// <summary>The same where nothing is told of single objects.</summary>
    public static ObjectOptions Untold(Command command) => new(command, isTold: false);

    /// <summary>The same with one more option that takes both.</summary>
    public static ObjectOptions WithTo(Command command) => new(command, ObjectNames.Option("--to", "Where chains end; the same as --type and --address"));

    /// <summary>What the user chose.</summary>
    /// <exception cref="UsageException">Nothing was chosen, or what was written is no address or pattern.</exception>
    public ObjectChoice Choice(ParseResult parsed) => ChoiceOrAll(parsed) is { IsOfAll: false } choice
        ? choice
        : throw new UsageException("No object was chosen.", "Choose with --type NAME or --address HEX, or narrow down with --where, --namespace, --assembly, --min-size or --generation.");

    /// <summary>The same with addresses that were given without the option.</summary>
    /// <exception cref="UsageException">Nothing was chosen, or what was written is no address or pattern.</exception>
    public ObjectChoice Choice(ParseResult parsed, IEnumerable<string> addresses) =>
        ChoiceOrAll(parsed) is var choice && choice with { Addresses = [.. choice.Addresses, .. addresses.Select(ObjectAddress.Parse)] } is { IsOfAll: false } chosen
            ? chosen
            : throw new UsageException("No object was chosen.", "Give an address, or choose with --type NAME.");

    /// <summary>Paths whose values are told of each object.</summary>
    /// <exception cref="UsageException">One is none.</exception>
    public ValuePath[] Selected(ParseResult parsed) => PathOption.Of(parsed.GetValue(_select) ?? []);

    /// <summary>What the user chose: every object when that is nothing.</summary>
    /// <exception cref="UsageException">What was written is no address or pattern.</exception>
    public ObjectChoice ChoiceOrAll(ParseResult parsed)
    {
        var to = ObjectNames.Split(_to is null ? [] : parsed.GetValue(_to) ?? []);
        return new(_types.Choice(parsed, to.Types), [.. (parsed.GetValue(_addresses) ?? []).Concat(to.Addresses).Select(ObjectAddress.Parse)]) { Where = _where.Of(parsed) };
    }
}
