using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Graphviz;

namespace HeapGraph.Cli.Options;

/// <summary>How far a picture (or tree) reaches and how it looks.</summary>
internal sealed class PictureOptionGroup
{
    private static readonly NeighborhoodOptions Normal = new();

    private readonly Option<int> _reach;
    private readonly Option<int> _tooMany;
    private readonly Option<string[]> _ignore;
    private readonly Option<int> _limit = WholeNumber.Option("--limit", "How many of the chosen objects to start from", 1, least: 1);
    private readonly Option<int> _maxNodes = WholeNumber.Option("--max-nodes", "Objects to show in all", Normal.MaxNodes, least: 1);
    private readonly Option<string[]> _highlight = new("--highlight") { Description = "Types that stand out in blue; repeatable", HelpName = "NAME" };
    private readonly Option<string[]> _filter = new("--filter") { Description = "Show only objects of these types besides the chosen ones; repeatable", HelpName = "NAME" };
    private readonly PictureLookOptions _look;

    private PictureOptionGroup(Command command, Option<int> reach, Option<int> tooMany, string ignored)
    {
        (_reach, _tooMany, _ignore) = (reach, tooMany, ObjectNames.Option("--ignore", ignored));
        foreach (var option in (Option[])[_limit, _reach, _tooMany, _maxNodes, _filter, _ignore, _highlight])
        {
            command.Options.Add(option);
        }

        _look = new PictureLookOptions(command);
    }

    /// <summary>The options of a picture of what lies around some objects.</summary>
    public static PictureOptionGroup OfNeighborhoods(Command command) => new(
        command,
        WholeNumber.Option("--max-depth", "Steps from the chosen objects", Normal.MaxDepth),
        WholeNumber.Option("--too-many", "Neighbours to show per object", Normal.TooMany),
        "Leave out these objects, with what lies behind them");

    /// <summary>The options of a picture of chains.</summary>
    public static PictureOptionGroup OfChains(Command command) => new(
        command,
        WholeNumber.Option("--max-steps", "Steps of a chain to show; of a longer one the middle is left out", 24, least: 1),
        WholeNumber.Option("--too-many", "Referrers to show of an object that has no chain", Normal.TooMany),
        "Objects that no chain may lead through");

    /// <summary>The endings that make <c>-o</c> a picture.</summary>
    public static string Endings => string.Join(' ', OutputFormat.PictureEndingsFor(typeof(HeapPicture)));

    /// <summary>How many of the chosen objects to start from.</summary>
    public Option<int> LimitOption => _limit;

    public int Limit(ParseResult parsed) => parsed.GetValue(_limit);

    /// <summary>What is shown besides the chosen objects.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="excluded">Types that another option leaves out.</param>
    /// <exception cref="Running.UsageException">A regular expression that is none.</exception>
    public Surroundings Surroundings(ParseResult parsed, TypeNames excluded) => new(
        new NeighborhoodOptions { MaxDepth = parsed.GetValue(_reach), TooMany = parsed.GetValue(_tooMany), MaxNodes = parsed.GetValue(_maxNodes) },
        new Exclusion(excluded, new TypeNames(parsed.GetValue(_filter) ?? []), new ObjectNames(parsed.GetValue(_ignore) ?? [])),
        new TypeNames(parsed.GetValue(_highlight) ?? []));

    public PictureOptions Look(ParseResult parsed, bool shortNames, Session session) => _look.Of(parsed, shortNames, session.Config.Value);

    /// <summary>Adds to a picture what the user wants to be told of each object; null for nothing.</summary>
    public Func<ReferenceNeighborhood, ReferenceNeighborhood>? Teller(ParseResult parsed, Heap heap) => _look.Teller(parsed, heap);
}
