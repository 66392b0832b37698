using System.CommandLine;

namespace HeapGraph.Cli.Options;

/// <summary>Which rows of a table are shown, in what order.</summary>
internal sealed class RowOptions<TSort>
    where TSort : struct, Enum
{
    private readonly Option<int> _limit = WholeNumber.Option("--limit", "Rows to show; 0 for all", 10);
    private readonly Option<string> _sort;

    public RowOptions(Command command)
    {
        var names = Array.ConvertAll(Enum.GetNames<TSort>(), name => name.ToLowerInvariant());
        _sort = new Option<string>("--sort") { Description = $"By {string.Join(", ", names[..^1])} or {names[^1]}", HelpName = "BY", DefaultValueFactory = _ => names[0] };
        _sort.AcceptOnlyFromAmong(names);
        command.Options.Add(_sort);
        command.Options.Add(_limit);
    }

    public int Limit(ParseResult parsed) => parsed.GetValue(_limit);

    public TSort Sort(ParseResult parsed) => Enum.Parse<TSort>(parsed.GetValue(_sort)!, ignoreCase: true);
}
