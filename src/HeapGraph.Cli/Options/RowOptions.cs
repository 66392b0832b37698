using System.CommandLine;

namespace HeapGraph.Cli.Options;

/// <summary>Which rows of a table are shown, in what order.</summary>
internal sealed class RowOptions<TSort>
    where TSort : struct, Enum
{
    private readonly Option<int> _limit = WholeNumber.Option("--limit", "Rows to show; 0 for all", 10);
    private readonly Option<string> _sort;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="unsaid">The order when none is named, in words; null for the first there is.</param>
    public RowOptions(Command command, string? unsaid = null)
    {
        var names = Array.ConvertAll(Enum.GetNames<TSort>(), name => name.ToLowerInvariant());
        _sort = new Option<string>("--sort") { Description = $"By {string.Join(", ", names[..^1])} or {names[^1]}{(unsaid is null ? "" : $" [default: {unsaid}]")}", HelpName = "BY" };
        if (unsaid is null)
        {
            _sort.DefaultValueFactory = _ => names[0];
        }

        _sort.AcceptOnlyFromAmong(names);
        command.Options.Add(_sort);
        command.Options.Add(_limit);
    }

    public int Limit(ParseResult parsed) => parsed.GetValue(_limit);

    /// <summary>The order that was named; null for none.</summary>
    public TSort? Named(ParseResult parsed) => parsed.GetValue(_sort) is { } name ? Enum.Parse<TSort>(name, ignoreCase: true) : null;

    public TSort Sort(ParseResult parsed) => Enum.Parse<TSort>(parsed.GetValue(_sort)!, ignoreCase: true);
}
