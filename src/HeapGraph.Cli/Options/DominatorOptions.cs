using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Cli.Options;

/// <summary>How much of a dominator tree is shown, and by what.</summary>
internal sealed class DominatorOptions
{
    private const int DeepestTree = 100;
    private static readonly DominatorTableOptions Normal = new();
    private static readonly string[] Kinds = Array.ConvertAll(Enum.GetNames<DominatorRowKind>(), name => name.ToLowerInvariant());

    private readonly Option<string> _by = new("--by")
    {
        Description = $"One row per {string.Join(", ", Kinds[..^1])} or {Kinds[^1]}", HelpName = "WHAT", DefaultValueFactory = _ => Kinds[0],
    };

    private readonly Option<string?> _under = new("--under") { Description = "Only what this object keeps alive, by its address in hex", HelpName = "ADDRESS" };
    private readonly Option<int> _limit = WholeNumber.Option("--limit", "Rows to show, at the top and below each row; 0 for all", Normal.Limit);
    private readonly Option<int> _maxDepth = WholeNumber.Option(
        "--max-depth", $"Levels of the tree; below the first only rows with {Normal.MinPercent} % or more, unless --limit is 0", Normal.MaxDepth, least: 1, most: DeepestTree);

    private readonly Option<double?> _minShare = new("--min-share")
    {
        Description = "In pictures and profiles, the percentage that a node must retain; what is smaller is summed up as others", HelpName = "PERCENT",
    };

    public DominatorOptions(Command command)
    {
        _by.AcceptOnlyFromAmong(Kinds);
        _minShare.Validators.Add(given =>
        {
            if (given.GetValue(_minShare) is not (>= 0 and <= 100))
            {
                given.AddError("--min-share takes a percentage from 0 to 100.");
            }
        });
        foreach (var option in (Option[])[_by, _under, _limit, _maxDepth, _minShare])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The address below which to look; null for the top of the tree.</summary>
    /// <exception cref="UsageException">What was written is no address.</exception>
    public ulong? Under(ParseResult parsed) => parsed.GetValue(_under) is { } text ? ObjectAddress.Parse(text) : null;

    /// <summary>Ends the run where sums are to be drawn.</summary>
    /// <exception cref="UsageException">Sums make no tree.</exception>
    public void RequireTree(ParseResult parsed, OutputFormat format)
    {
        if (!format.IsRows && parsed.GetValue(_by) != Kinds[0])
        {
            throw new UsageException("Sums make no tree to draw.", $"Leave out --by {parsed.GetValue(_by)}, or write a table.");
        }
    }

    /// <summary>How much a picture or a profile shows, by whether it is a picture of boxes.</summary>
    public Func<bool, RetentionTreeOptions> Folded(ParseResult parsed, int under) => isPicture =>
        RetentionTreeOptions.For(isPicture, under, parsed.GetValue(_minShare), parsed.GetResult(_maxDepth) is { Implicit: false } ? parsed.GetValue(_maxDepth) : null);

    public DominatorTableOptions Reach(ParseResult parsed) => new()
    {
        By = Enum.Parse<DominatorRowKind>(parsed.GetValue(_by)!, ignoreCase: true),
        Limit = parsed.GetValue(_limit),
        MaxDepth = parsed.GetValue(_maxDepth),
    };
}
