using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Heaps.Results;

namespace HeapGraph.Cli.Options;

/// <summary>What of the growth is shown.</summary>
internal sealed class GrowthOptions
{
    private const string Path = "path";
    private static readonly string[] Kinds = [.. Enum.GetValues<GrowthRowKind>().Where(kind => kind != GrowthRowKind.Value).Select(kind => kind.ToString().ToLowerInvariant()), Path];

    private readonly Option<string> _by = new("--by")
    {
        Description = $"One row per {string.Join(", ", Kinds[..^1])} or {Kinds[^1]}; path: what leads from a root to objects that grew in each interval. Anything else is a value of the objects, "
            + "as in common --by: Buyer.Name; a field that has one of these four names is this.path",
        HelpName = "WHAT",
        DefaultValueFactory = _ => Kinds[0],
    };

    private readonly Option<bool> _peak = new("--peak") { Description = "Only increases of the last snapshot over the peak before it, as objgraph does" };

    private readonly Option<bool> _newObjects = new("--new-objects")
    {
        Description = "How many objects of the second of two snapshots were not there in the first: columns old, current, new, delta",
    };

    public GrowthOptions(Command command)
    {
        _by.CompletionSources.Add(Kinds);
        command.Options.Add(_by);
        command.Options.Add(_peak);
        command.Options.Add(_newObjects);
    }

    public bool IsByPath(ParseResult parsed) => parsed.GetValue(_by) == Path;

    /// <summary>What a row stands for, unless it is a path from a root.</summary>
    private GrowthRowKind By(ParseResult parsed) => Kinds.Contains(parsed.GetValue(_by)) ? Enum.Parse<GrowthRowKind>(parsed.GetValue(_by)!, ignoreCase: true) : GrowthRowKind.Value;

    public bool IsPeak(ParseResult parsed) => parsed.GetValue(_peak);

    public bool ListsNewObjects(ParseResult parsed) => parsed.GetValue(_newObjects);

    /// <summary>What compares the snapshots.</summary>
    public GrowthSeries Series(ParseResult parsed, ObjectScope scope, GrowthSort sort, int limit, TypeChoice choice) =>
        ListsNewObjects(parsed) ? new NewObjectSeries(choice.Filter, sort, limit, choice.In)
        : IsByPath(parsed) ? new PathGrowthSeries(choice.Filter, sort, limit, choice.In)
        : By(parsed) == GrowthRowKind.Value ? new ValueGrowthSeries(
            PathOption.Of(parsed.GetValue(_by)!)[0], scope, IsPeak(parsed), sort, limit, heap => choice.ObjectsIn(heap, scope), choice.In)
        : new TypeGrowthSeries(scope, IsPeak(parsed), By(parsed), sort, limit, choice.In);

    /// <summary>What changed.</summary>
    /// <exception cref="UsageException">What rows were to stand for is neither one of the words nor a field, but nearly one of the words.</exception>
    public HeapResult Result(ParseResult parsed, GrowthSeries series)
    {
        try
        {
            return series.Result();
        }
        catch (UnknownNameException unknown) when (unknown.Nearest.Count == 0 && NamePattern.NearestOf(parsed.GetValue(_by)!, Kinds.Select(kind => (kind, (string[])[kind]))) is [var nearest, ..])
        {
            throw new UsageException(unknown.Message, $"Did you mean --by {nearest}?");
        }
    }

    /// <summary>Ends the run when options contradict each other.</summary>
    /// <exception cref="UsageException">They do.</exception>
    public void RequireFit(ParseResult parsed, ObjectScope scope, GrowthSort sort)
    {
        var what = ListsNewObjects(parsed) ? "--new-objects" : IsByPath(parsed) ? "--by path" : "";
        if (what.Length > 0 && scope != ObjectScope.Reachable)
        {
            throw new UsageException($"{what} does not go with --all.", "No path leads to what is unreachable; leave out one of the two.");
        }

        if (what.Length > 0 && IsPeak(parsed))
        {
            throw new UsageException($"{what} does not go with --peak.", "Only counts by type, namespace or assembly have a peak; leave out one of the two.");
        }

        if (ListsNewObjects(parsed) && parsed.GetResult(_by) is { Implicit: false } && (IsByPath(parsed) || By(parsed) != GrowthRowKind.Type))
        {
            throw new UsageException("--new-objects lists types.", "Leave out --by.");
        }

        if (sort == (ListsNewObjects(parsed) ? GrowthSort.Bytes : GrowthSort.New))
        {
            throw new UsageException($"There is no column to sort by {sort.ToString().ToLowerInvariant()}.", "The column 'new' comes with --new-objects, the column 'bytes' without it.");
        }
    }

    /// <summary>Ends the run when a filter contradicts the question.</summary>
    /// <exception cref="UsageException">It does.</exception>
    public void RequireFit(ParseResult parsed, ObjectFilter filter)
    {
        // An object that has grown older would count as new.
        if (ListsNewObjects(parsed) && filter.Generations.Count > 0)
        {
            throw new UsageException("--new-objects does not go with --generation.", "Objects go from one generation to the next; leave out one of the two.");
        }
    }
}
