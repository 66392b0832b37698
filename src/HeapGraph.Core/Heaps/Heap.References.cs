using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Filling;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Heaps.Results;
using HeapGraph.Core.Inspections.Anchors;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

public sealed partial class Heap
{
    private const int MostWeighed = 15_000_000;

    /// <summary>What refers to some objects, and what refers to that, up to the GC roots. objgraph's <c>show_backrefs</c>.</summary>
    /// <remarks>The first call turns all references round: 4 bytes of memory per object and per reference, and about as long as
    /// reading them took. After that it costs what is shown.</remarks>
    /// <param name="objects">The objects in the middle of the picture, of this heap: all of them, so take a few.</param>
    /// <param name="maxDepth">Steps from an object, at most.</param>
    /// <param name="options">What to show; null for the usual.</param>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>heap.BackReferences(heap.ObjectsOf("MyBigFatObject").Take(1), maxDepth: 3).Save("refs.png");</code></example>
    public HeapNeighborhood BackReferences(
        IEnumerable<HeapObject> objects, int maxDepth = 3, HeapPictureOptions? options = null) =>
        Neighborhood(ReferenceDirection.Referrers, objects, maxDepth, options);

    /// <summary>What some objects refer to, and what that refers to. objgraph's <c>show_refs</c>.</summary>
    /// <remarks>The first call costs as much as that of <see cref="BackReferences"/>: each box knows how many refer to it.</remarks>
    /// <param name="objects">The objects in the middle of the picture, of this heap: all of them, so take a few.</param>
    /// <param name="maxDepth">Steps from an object, at most.</param>
    /// <param name="options">What to show; null for the usual.</param>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.References(heap.ObjectsOf("Shop.Order").Take(1)));</code></example>
    public HeapNeighborhood References(
        IEnumerable<HeapObject> objects, int maxDepth = 3, HeapPictureOptions? options = null) =>
        Neighborhood(ReferenceDirection.References, objects, maxDepth, options);

    /// <summary>How some objects are reached: for each the shortest chain from a GC root to it, or several that differ as much as
    /// they can: why it is alive. With <paramref name="from"/> chains begin there. objgraph's
    /// <c>find_backref_chain(obj, is_proper_module)</c> and <c>show_chain</c>.</summary>
    /// <remarks>One search of the heap for all shortest chains, one more for each further chain, and one pass over all
    /// references for each object that has none.</remarks>
    /// <param name="objects">The objects to explain, of this heap: all of them, so take a few.</param>
    /// <param name="paths">Chains per object, at most; 1 or more.</param>
    /// <param name="options">What to show; null for the usual. No chain leads through what it excludes.</param>
    /// <param name="from">Where chains begin, of this heap; null for the GC roots.</param>
    /// <param name="maxDepth">References of a chain, at most, that of its root and those within collections included; 0 for any number.</param>
    /// <returns>A chain or more per object; for an object that has none who refers to it.</returns>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.Chain(heap.ObjectsOf("Shop.Order").Take(1), paths: 3));</code></example>
    public HeapChains Chain(
        IEnumerable<HeapObject> objects, int paths = 1, HeapPictureOptions? options = null, IEnumerable<HeapObject>? from = null, int maxDepth = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(paths, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        options ??= new();
        var targets = IndexesOf(objects);
        return ChainsTo(
            targets,
            targets.Length,
            new ChainOptions
            {
                Paths = paths,
                TooMany = options.TooMany,
                From = from is null ? null : [.. IndexesOf(from).Distinct()],
                MaxDepth = maxDepth,
                ExcludesType = options.Exclude.Count == 0 ? null : Matching(options.Exclude),
                ExcludesObject = LeftOutBy(options),
                HighlightsType = Matching(options.Highlight),
                CountsReferrers = options.Refcounts,
                MostNamed = options.MaxNamed,
                SkipsInnerNodes = !_reading.PlainNames && options.Filter is null,
            },
            new NeighborhoodOptions { MaxDepth = options.MaxSteps, TooMany = options.TooMany, MaxNodes = options.MaxNodes, Cancellation = _reading.Cancellation },
            () => _reading.Within(options.Scope),
            options.Look,
            TellerOf(options));
    }

    /// <summary>The independent ways in which some objects are kept alive, a chain for each, and the fewest references to clear that free all of them.</summary>
    /// <remarks>Three to five searches of the heap, and copies of its references, for each way; no more than 30 are looked for.</remarks>
    /// <param name="objects">The objects, of this heap, as many as there are.</param>
    /// <param name="options">What to show; null for the usual.</param>
    /// <returns>Chains with <see cref="ChainReport.Anchors"/>; where none of the objects is reachable, who refers to the first of them.</returns>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The target can't be read, or does not tell which field a reference stands in.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.Anchors(heap.ObjectsOf("Shop.Order")));</code></example>
    public HeapChains Anchors(IEnumerable<HeapObject> objects, HeapPictureOptions? options = null)
    {
        options ??= new();
        var targets = IndexesOf(objects);
        return AnchorsOf(
            targets,
            new ChainOptions
            {
                TooMany = options.TooMany,
                ExcludesType = options.Exclude.Count == 0 ? null : Matching(options.Exclude),
                ExcludesObject = LeftOutBy(options),
                HighlightsType = Matching(options.Highlight),
                CountsReferrers = options.Refcounts,
                MostNamed = options.MaxNamed,
                SkipsInnerNodes = !_reading.PlainNames && options.Filter is null,
            },
            new NeighborhoodOptions { MaxDepth = options.MaxSteps, TooMany = options.TooMany, MaxNodes = options.MaxNodes, Cancellation = _reading.Cancellation },
            () => _reading.Within(options.Scope),
            options.Look,
            TellerOf(options));
    }

    /// <inheritdoc cref="ChainsTo"/>
    internal HeapChains AnchorsOf(
        IReadOnlyList<int> targets, ChainOptions options, NeighborhoodOptions reach, Func<ObjectSet?> unfolding, PictureOptions look,
        Func<ReferenceNeighborhood, ReferenceNeighborhood>? tell = null)
    {
        _reading.Read(options.CountsReferrers ? GraphParts.All : GraphParts.Reachability);
        _ = _reading.FieldsOf(_reading.Read(GraphParts.Reachability));
        var found = _reading.WhileOpen(snapshot => _reading.Clock.Timed(
            "Finding anchors", () => PlainText.Invariantly(() => new AnchorSearch(snapshot, targets, options, _reading.Cancellation).Find())));
        return found is { } anchors
            ? ChainsTo(targets, targets.Count, options with { Known = anchors.Chains }, reach, unfolding, look, tell, anchors.Report)
            : ChainsTo([.. targets.Take(1)], targets.Count, options, reach, unfolding, look, tell, all: targets);
    }

    /// <summary>The shortest chain from an object to one that is looked for. objgraph's <c>find_ref_chain</c>.</summary>
    /// <remarks>Asks about each object that it comes by, nearest first, until one is wanted.</remarks>
    /// <param name="from">Where to begin, of this heap.</param>
    /// <param name="isWanted">What to look for; it is not asked about <paramref name="from"/>.</param>
    /// <param name="maxDepth">References, at most.</param>
    /// <param name="options">What to show; null for the usual. No chain leads through what it excludes.</param>
    /// <returns>The chain; null when there is none.</returns>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>Console.WriteLine(heap.FindReferenceChain(session, found => found.Bytes > 85_000));</code></example>
    public HeapChains? FindReferenceChain(HeapObject from, Func<HeapObject, bool> isWanted, int maxDepth = 20, HeapPictureOptions? options = null) =>
        Nearest(from, isWanted, maxDepth, options, ReferenceDirection.References) is { } to ? Chain([to], 1, options, [from], maxDepth) : null;

    /// <summary>The shortest chain to an object from one that is looked for. objgraph's <c>find_backref_chain</c>; what it is asked
    /// with most, a root, is <see cref="Chain"/>.</summary>
    /// <remarks>Asks about each object that it comes by, nearest first, until one is wanted. The first call turns all references round,
    /// as <see cref="BackReferences"/> does.</remarks>
    /// <param name="to">Where to end, of this heap.</param>
    /// <param name="isWanted">What to look for; it is not asked about <paramref name="to"/>.</param>
    /// <param name="maxDepth">References, at most.</param>
    /// <param name="options">What to show; null for the usual. No chain leads through what it excludes.</param>
    /// <returns>The chain; null when there is none.</returns>
    /// <exception cref="ArgumentException">An object is of another heap; a name is no regular expression where it should be one.</exception>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The heap is closed.</exception>
    /// <example><code>heap.FindBackReferenceChain(order, found => found.Type.AssemblyName == "Shop")?.Save("owner.png");</code></example>
    public HeapChains? FindBackReferenceChain(HeapObject to, Func<HeapObject, bool> isWanted, int maxDepth = 20, HeapPictureOptions? options = null) =>
        Nearest(to, isWanted, maxDepth, options, ReferenceDirection.Referrers) is { } from ? Chain([to], 1, options, [from], maxDepth) : null;

    private HeapObject? Nearest(HeapObject from, Func<HeapObject, bool> isWanted, int maxDepth, HeapPictureOptions? options, ReferenceDirection direction)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDepth, 1);
        options ??= new();
        var start = IndexesOf([from])[0];
        var graph = _reading.Read(direction == ReferenceDirection.Referrers ? GraphParts.All : GraphParts.Reachability).Graph;
        var search = new NearestObject(graph, direction, Matching(options.Exclude), LeftOutBy(options));
        return search.From(start, index => isWanted(new HeapObject(_reading, index)), maxDepth, _reading.Cancellation) is { } found ? new HeapObject(_reading, found) : null;
    }

    /// <summary>By object number, whether an object is left out; null when none is.</summary>
    private Func<int, bool>? LeftOutBy(HeapPictureOptions options)
    {
        var ignored = IndexesOf(options.Ignore).ToHashSet();
        return options.Filter is { } filter ? index => ignored.Contains(index) || !filter(new HeapObject(_reading, index))
            : ignored.Count > 0 ? ignored.Contains
            : null;
    }

    /// <param name="targets">The objects in the middle.</param>
    /// <param name="chosen">How many there were to choose from.</param>
    /// <param name="around">How far to go.</param>
    /// <param name="look">How a picture looks.</param>
    /// <param name="tell">Adds what is to be told of each object besides; null for nothing.</param>
    internal HeapNeighborhood Around(
        IReadOnlyList<int> targets, int chosen, NeighborhoodOptions around, PictureOptions look, Func<ReferenceNeighborhood, ReferenceNeighborhood>? tell = null)
    {
        tell ??= picture => picture;
        look = look with { Words = _reading.Words };
        var snapshot = _reading.Read(GraphParts.All);
        var shown = _reading.Clock.Timed("Walking references", () => PlainText.Invariantly(() => ReferenceNeighborhood.Of(snapshot, targets, chosen, around)));
        shown = tell(shown) with { Filter = _reading.Filter };
        return new HeapNeighborhood(Target, shown, look, () => _reading.IsClosed ? null : new PictureViews(_reading, around, seen => Weighed(tell(seen))).Of((names, options) =>
        {
            var seen = ReferenceEquals(names, snapshot) ? shown : ReferenceNeighborhood.Of(names, targets, chosen, options);
            return new HtmlView("", UnfoldableNeighborhood.Of(names, seen, options), look);
        })) { Weigh = Weighed };
    }

    /// <param name="targets">The objects to explain.</param>
    /// <param name="chosen">How many there were to choose from.</param>
    /// <param name="options">What the report holds.</param>
    /// <param name="reach">How many steps and boxes a picture shows.</param>
    /// <param name="unfolding">The objects that may unfold on a page of it, all when null; asked for when one is written.</param>
    /// <param name="look">How a picture looks.</param>
    /// <param name="tell">Adds what is to be told of each object besides; null for nothing.</param>
    /// <param name="anchors">What is to be told of the chains besides.</param>
    /// <param name="all">All objects that there were to choose from; null for those to explain.</param>
    internal HeapChains ChainsTo(
        IReadOnlyList<int> targets, int chosen, ChainOptions options, NeighborhoodOptions reach, Func<ObjectSet?> unfolding, PictureOptions look,
        Func<ReferenceNeighborhood, ReferenceNeighborhood>? tell = null, AnchorReport? anchors = null, IReadOnlyList<int>? all = null)
    {
        look = look with { Words = _reading.Words };
        var snapshot = _reading.Read(options.CountsReferrers ? GraphParts.All : GraphParts.Reachability);
        var report = WithGarbage(WithFillers(snapshot, Found(snapshot, options)), all ?? targets);
        var picture = new Lazy<ReferenceNeighborhood>(() => PlainText.Invariantly(() => ChainPicture.Of(report, reach.MaxDepth, reach.MaxNodes)));
        if (tell is not null)
        {
            // What the user adds is asked for while the heap is open.
            var told = tell(picture.Value);
            picture = new Lazy<ReferenceNeighborhood>(told);
        }

        return new HeapChains(Target, report, reach.MaxDepth, look, picture, _ => _reading.IsClosed ? null : new PictureViews(_reading, Around(), seen => Weighed(tell?.Invoke(seen) ?? seen)).Of((names, view) =>
        {
            var found = options.CountsReferrers && ReferenceEquals(names, snapshot)
                ? report
                : Found(names, options with { SkipsInnerNodes = view.SkipsInnerNodes, CountsReferrers = true });
            var shown = ChainPicture.Of(found, view.MaxDepth, view.MaxNodes);
            return new HtmlView("", UnfoldableNeighborhood.Of(names, shown, view, HiddenSteps.Of(found, shown, view.MaxDepth)), look)
            {
                Missing = [.. ChainPicture.MissingFrom(found, shown, look.ShortNames)],
            };
        })) { Weigh = Weighed };

        NeighborhoodOptions Around() => reach with
        {
            Reachable = unfolding(),
            ExcludesType = options.ExcludesType,
            ExcludesObject = options.ExcludesObject,
            HighlightsType = options.HighlightsType,
            SkipsInnerNodes = options.SkipsInnerNodes,
        };

        ChainReport Found(HeapSnapshot names, ChainOptions how) => _reading.Clock.Timed(
            "Finding chains", () => PlainText.Invariantly(() => ChainReport.Of(names, targets, chosen, how, _reading.Cancellation))) with { Filter = _reading.Filter, Anchors = anchors };
    }

    private ChainReport WithFillers(HeapSnapshot snapshot, ChainReport report) => _reading.Clock.Timed("Looking for who fills it", () =>
    {
        var filling = new FieldFilling(snapshot, _reading.Cancellation);
        FilledField?[] found = [.. report.Objects.SelectMany(shown => shown.Chains).SelectMany(chain => (FilledField?[])[
            .. chain.From is null ? (FilledField?[])[filling.Of(chain.Root)] : [],
            .. chain.Objects.Zip(chain.Objects.Skip(1)).Select(pair => filling.Of(pair.First.ObjectIndex, pair.Second.ObjectIndex))])];
        return report with { Filled = [.. found.OfType<FilledField>().DistinctBy(filled => filled.Field)] };
    });

    private ChainReport WithGarbage(ChainReport report, IReadOnlyList<int> chosen)
    {
        if (!report.Objects.Any(IsGarbage))
        {
            return report;
        }

        var (dead, reachable) = (_reading.Dead(), _reading.Reachable());
        int[] garbage = [.. chosen.Where(index => !reachable.Contains(index))];
        return report with
        {
            Objects = [.. report.Objects.Select(found => IsGarbage(found) ? found with { Garbage = dead.Of([found.Object.ObjectIndex]) } : found)],
            Garbage = garbage.Length > 1 ? dead.Of(garbage) : null,
        };

        static bool IsGarbage(ObjectChains found) => found is { Chains.Count: 0, IsReachable: false };
    }

    /// <summary>A picture with what each of its objects retains, where that costs no more than the picture's own reading.</summary>
    private ReferenceNeighborhood Weighed(ReferenceNeighborhood picture) =>
        _reading.IsClosed || picture.Nodes.Any(node => node is ObjectNode { RetainedBytes: not null }) || _reading.Read(GraphParts.Reachability).Graph.ObjectCount > MostWeighed
            ? picture
            : picture.Telling(_reading.Dominators(), generations: null);

    /// <summary>Adds to a picture what the user wants to be told; null for nothing.</summary>
    private Func<ReferenceNeighborhood, ReferenceNeighborhood>? TellerOf(HeapPictureOptions options) =>
        options.ExtraInfo is null && options.ExtraNodeAttributes is null ? null : picture => picture with
        {
            Nodes = [.. picture.Nodes.Select(node => node is ObjectNode shown ? shown with
            {
                ExtraInfo = options.ExtraInfo?.Invoke(new HeapObject(_reading, shown.ObjectIndex)),
                ExtraAttributes = options.ExtraNodeAttributes?.Invoke(new HeapObject(_reading, shown.ObjectIndex)),
            }
            : node)],
        };

    private HeapNeighborhood Neighborhood(
        ReferenceDirection direction, IEnumerable<HeapObject> objects, int maxDepth, HeapPictureOptions? options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxDepth);
        options ??= new();
        var targets = IndexesOf(objects);
        _reading.Read(GraphParts.All);
        var around = new NeighborhoodOptions
        {
            Direction = direction,
            MaxDepth = maxDepth,
            TooMany = options.TooMany,
            MaxNodes = options.MaxNodes,
            ExcludesType = Matching(options.Exclude),
            ExcludesObject = LeftOutBy(options),
            HighlightsType = Matching(options.Highlight),
            Reachable = _reading.Within(options.Scope),
            SkipsInnerNodes = !_reading.PlainNames && options.Filter is null,
            Cancellation = _reading.Cancellation,
        };
        return Around(targets, targets.Length, around, options.Look, TellerOf(options));
    }

    private int[] IndexesOf(IEnumerable<HeapObject> objects) =>
        [.. objects.Select(one => one.Heap == _reading ? one.Index : throw new ArgumentException($"{one} is of another heap: {one.Heap.Name}.", nameof(objects)))];
}
