using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Graphviz;

namespace HeapGraph.Cli.Options;

/// <summary>How far a picture (or tree) reaches and how it looks.</summary>
internal sealed class PictureOptionGroup
{
    private static readonly string[] TextEndings = ["", ".txt", ".csv", ".md", ".json"];
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
        WholeNumber.Option("--max-steps", "Steps to show of a chain, those in the middle left out", 24, least: 1),
        WholeNumber.Option("--too-many", "Referrers to show of an object that has no chain", Normal.TooMany),
        "Objects that no chain may lead through");

    /// <summary>The endings that make <c>-o</c> a picture.</summary>
    private static readonly string[] Drawn = [.. PictureFile.Endings.Except(TextEndings)];

    /// <summary>The same in words.</summary>
    public static string Endings => string.Join(" ", Drawn);

    /// <summary>Those of them that are no web page.</summary>
    public static string EndingsOfDrawings => string.Join(" ", Drawn.Where(ending => !IsPage(ending)));

    /// <summary>Whether a file is to become a picture.</summary>
    /// <exception cref="UsageException">An ending that can't be written, or one that the format contradicts.</exception>
    public static bool IsPicture(string? file, string? format)
    {
        var ending = Path.GetExtension(file)?.ToLowerInvariant() ?? "";
        if (TextEndings.Contains(ending))
        {
            return false;
        }

        if (!PictureFile.Endings.Contains(ending))
        {
            throw new UsageException($"'{ending}' files can't be written.", $"Use one of: {Endings} .json .csv .md .txt");
        }

        return format is null ? true : throw new UsageException($"A {ending} file can't be written as {format}.", "Leave out --format, or name another file.");
    }

    /// <summary>Whether a picture is to become a web page.</summary>
    public static bool IsPage(string? file) => ".html".Equals(Path.GetExtension(file), StringComparison.OrdinalIgnoreCase);

    public int Limit(ParseResult parsed) => parsed.GetValue(_limit);

    public TypeNames Highlighted(ParseResult parsed) => new(parsed.GetValue(_highlight) ?? []);

    /// <summary>The objects that are left out.</summary>
    /// <exception cref="UsageException">A regular expression that is none.</exception>
    public Exclusion Exclusion(ParseResult parsed, TypeNames excluded) =>
        new(excluded, new TypeNames(parsed.GetValue(_filter) ?? []), new ObjectNames(parsed.GetValue(_ignore) ?? []));

    public NeighborhoodOptions Reach(ParseResult parsed, Session session) => new()
    {
        Cancellation = session.Cancellation,
        MaxDepth = parsed.GetValue(_reach),
        TooMany = parsed.GetValue(_tooMany),
        MaxNodes = parsed.GetValue(_maxNodes),
    };

    public PictureOptions Look(ParseResult parsed, bool shortNames) => _look.Of(parsed, shortNames);

    /// <summary>What the user wants to be told of each object.</summary>
    public ExtraInfo Told(ParseResult parsed, HeapSnapshot snapshot, Session session) => _look.Told(parsed, snapshot, session);
}
