using System.Diagnostics;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Conditions;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Objects;
using HeapGraph.Core.Analysis.Patterns;
using HeapGraph.Core.Analysis.WhatIf;
using HeapGraph.Core.Files;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Async;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Graph.Threads;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Targets;

namespace HeapGraph.Core.Heaps.Opened;

/// <summary>What of a heap has been read so far. Each part is read when it is first asked for, and once.</summary>
/// <remarks>For any number of threads: while one reads, the others wait.</remarks>
internal sealed class HeapReading(HeapTarget target, HeapOptions options) : IDisposable
{
    private const long MostOfSmall = 256 << 20;

    private readonly IHeapHost _host = options.Host ?? new LibraryHost(options.Progress);
    private readonly Lock _reading = new();
    private readonly Lock _details = new();
    private readonly Dictionary<ObjectScope, TypeTable> _tables = [];
    private string? _name;
    private HeapSnapshot? _opened;
    private HeapSnapshot? _snapshot;
    private ObjectSet? _reachable;
    private DominatorTree? _dominators;
    private DeadObjects? _dead;
    private ConditionOutcome? _where;
    private ReadThreads? _threads;
    private LoneThreads? _loneThreads;
    private ReadMemory? _memory;
    private bool _isClosed;

    /// <summary>How results name what can be set and asked.</summary>
    public IRemedyWords Words => _host.WordsFor(target);

    public CancellationToken Cancellation => options.Cancellation;

    /// <summary>Told what each phase takes.</summary>
    public IPhaseClock Clock => _host;

    public string Name => _name ?? target.Name;

    /// <summary>Which objects questions are about.</summary>
    public ObjectFilter Filter => _where is null ? options.Counting : options.Counting with { Where = _where };

    /// <summary>Whether references have their plain names, and collections show their inner nodes.</summary>
    public bool PlainNames => options.PlainNames;

    /// <summary>Which namespaces are the program's own.</summary>
    public OwnNamespaces Own { get; } = new(options.OwnNamespaces);

    /// <summary>Leak suspects to be silent about.</summary>
    public IReadOnlyList<FindingSilence> Silence => options.Silence;

    /// <summary>Whether there is but one question.</summary>
    public bool AsksOnce => _host.AsksOnce;

    /// <summary>Whether a dominator tree costs a fraction of a second, however small the objects are.</summary>
    public bool IsSmall => BytesOf(target) <= MostOfSmall;

    /// <summary>Whether a graph is in memory.</summary>
    public bool HoldsGraph => _opened is not null;

    /// <summary>Whether nothing more can be asked.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Names and values of single objects; absent once the dump is closed.</summary>
    public IObjectDetails DetailsOrNone => _snapshot!.Details;

    /// <summary>Reads objects, roots and references; what refers to each object too where <paramref name="parts"/> has that.</summary>
    /// <param name="parts">What is needed.</param>
    /// <param name="namesThreads">Whether threads and locals have their names, which counts do not show.</param>
    public HeapSnapshot Read(GraphParts parts, bool namesThreads = true)
    {
        lock (_reading)
        {
            RequireOpen();
            if (_snapshot is null)
            {
                _opened ??= Opened(KeptOf(parts), namesThreads);
                _reachable ??= _opened.Marked is { } marked ? ObjectSet.Of(marked) : null;
                _snapshot = WithoutIgnored(_opened);
            }

            if ((parts & GraphParts.Referrers) == GraphParts.Referrers && _snapshot.Graph.WithReferrers(Cancellation) is var whole && whole != _snapshot.Graph)
            {
                _snapshot = _snapshot with { Graph = whole, Resources = null };
            }

            return _snapshot;
        }
    }

    /// <summary>Reads objects and which of them count, for a question that looks at each by itself: what refers to what only where that can't be known without.</summary>
    /// <param name="scope">Which objects count.</param>
    public HeapSnapshot ReadObjects(ObjectScope scope) => Read(
        scope == ObjectScope.All ? GraphParts.Objects : _host.AsksOnce && options.IgnoredReferences.Count == 0 ? GraphParts.Marks : GraphParts.Reachability, namesThreads: !_host.AsksOnce);

    /// <summary>Asks a question about values of the reachable objects of some types, for which no graph is read.</summary>
    /// <param name="phase">What it is called.</param>
    /// <param name="wants">Of some types which are wanted, by type index.</param>
    /// <param name="ask">The question.</param>
    /// <returns>The answer; null where it takes all objects, of which some may be read then.</returns>
    public T? WithObjectsOf<T>(string phase, Func<IReadOnlyList<HeapType>, Func<int, bool>> wants, Func<FoundObjects, T> ask)
        where T : class
    {
        lock (_reading)
        {
            RequireOpen();
            if (!_host.AsksOnce || !CanCountAlone(ObjectScope.Reachable, withRetained: false))
            {
                return null;
            }

            var (found, whole) = _host.Read(progress => HeapTargetOpener.FindObjects(target, wants, Options(GraphParts.Marks, namesThreads: false), progress, Cancellation));
            if (found is null)
            {
                _opened = Kept(whole!);
                return null;
            }

            using (found)
            {
                _host.Saw(found.Coverage);
                _name = found.Target;
                var watched = found with { Values = _host.Watched(found.Values) };
                return _host.Read(progress =>
                {
                    progress?.Report(new HeapReadProgress(phase, 0, found.Objects.Count, "objects"));
                    return ask(watched);
                });
            }
        }
    }

    /// <summary>Asks a question that reads the dump's memory, which closing waits for.</summary>
    public T WhileOpen<T>(Func<HeapSnapshot, T> ask) => WhileOpen(GraphParts.Reachability, ask);

    /// <summary>Asks a question that takes the slots of references. They are read for it alone where that can be done later.</summary>
    public T WithSlots<T>(Func<HeapSnapshot, T> ask)
    {
        if (_host.AsksOnce || KeptSlots != GraphParts.Objects)
        {
            return WhileOpen(GraphParts.Reachability | GraphParts.Slots, ask);
        }

        lock (_reading)
        {
            RequireOpen();
            using var opened = Opened(GraphParts.Reachability | GraphParts.Slots, namesThreads: true);
            return ask(WithoutIgnored(opened));
        }
    }

    /// <summary>Counts objects by type; where they need not be told apart and nothing was read yet, without reading more than that.</summary>
    /// <param name="scope">Which objects count.</param>
    /// <param name="includes">Of some types which to count besides, by type index; null for all.</param>
    /// <param name="withRetained">Whether each type tells what its objects keep alive.</param>
    public TypeTable TypesOf(ObjectScope scope, Func<IReadOnlyList<HeapType>, Func<int, bool>>? includes = null, bool withRetained = false)
    {
        lock (_reading)
        {
            RequireOpen();
            if (includes is not null || !_tables.TryGetValue(scope, out var table))
            {
                table = CanCountAlone(scope, withRetained) ? Counted(scope, includes ?? FilteredTypes) : CountedIn(Graph());
                if (includes is null)
                {
                    _tables[scope] = table;
                }
            }

            return withRetained ? Clock.Timed("Finding dominators", () => table.Retaining(Graph(), Cancellation)) : table;
        }

        ObjectGraph Graph() => Read(GraphParts.Reachability, namesThreads: !_host.AsksOnce || options.IgnoredReferences.Count > 0).Graph;

        TypeTable CountedIn(ObjectGraph graph) => Clock.Timed("Counting by type", () => TypeTable.Of(graph, scope, Filter, includes?.Invoke(graph.Types), Cancellation));
    }

    /// <summary>Leaves of some objects those for which a condition holds; from now on questions are about these alone.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="condition">The condition.</param>
    /// <exception cref="ArgumentException">It is none, or names a field that none of them has.</exception>
    public IReadOnlyList<int> Narrow(IReadOnlyList<int> objects, string condition)
    {
        (var left, _where) = Meeting(objects, condition);
        return left;
    }

    /// <summary>Those of some objects for which a condition holds, in the same order, and what there is to say of it.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="mayBeUnknown">Whether it may be that none of them has a field that the condition names.</param>
    /// <exception cref="ArgumentException">It is none, or names a field that none of them has.</exception>
    public (int[] Objects, ConditionOutcome Outcome) Meeting(IReadOnlyList<int> objects, string condition, bool mayBeUnknown = false) =>
        WithValues("Comparing values", objects.Count, (snapshot, values) => new ConditionSearch(values, condition).Among(snapshot.Graph, objects, mayBeUnknown, Cancellation));

    /// <summary>Ends the run where none of some objects has a field that the paths to be told of name.</summary>
    /// <exception cref="UnknownNameException">With the nearest names.</exception>
    public void RequireSelected(IEnumerable<int> objects)
    {
        int[] chosen = options.Selected.Count > 0 ? [.. objects] : [];
        if (options.Selected.Count > 0)
        {
            WithValues("Reading fields", chosen.Length, (_, values) =>
            {
                foreach (var path in options.Selected)
                {
                    PathTally.RequireKnown(values.Along(path), chosen, Cancellation);
                }

                return true;
            });
        }
    }

    /// <summary>Asks a question about values that paths lead to.</summary>
    /// <param name="phase">What it is called.</param>
    /// <param name="objects">About how many objects.</param>
    /// <param name="ask">The question.</param>
    /// <exception cref="HeapReadException">The target does not hold them.</exception>
    public T WithValues<T>(string phase, int objects, Func<HeapSnapshot, IPathValues, T> ask)
    {
        lock (_reading)
        {
            RequireOpen();
            var snapshot = _snapshot ?? Read(GraphParts.Reachability);
            var values = snapshot.Values ?? throw new HeapReadException($"'{snapshot.Target}' does not tell what stands in fields.", "Ask this of a dump or a process.");
            return _host.Read(progress =>
            {
                progress?.Report(new HeapReadProgress(phase, 0, objects, "objects"));
                return ask(snapshot, values);
            });
        }
    }

    /// <summary>The same where there may be nothing to ask any more.</summary>
    public T? WithValuesOrNone<T>(string phase, int objects, Func<HeapSnapshot, IPathValues, T> ask)
        where T : class
    {
        lock (_reading)
        {
            return _isClosed || _snapshot?.Values is null ? null : WithValues(phase, objects, ask);
        }
    }

    /// <summary>Whose the memory of the process is; read once.</summary>
    public ReadMemory Memory()
    {
        lock (_reading)
        {
            RequireOpen();
            if (_memory is null && _snapshot is not null)
            {
                var reachable = Reachable();
                _memory = _host.Read(progress => _opened!.Memory?.Read(reachable.Contains, progress, Cancellation))
                    ?? throw new HeapReadException($"'{_snapshot.Target}' does not tell of memory outside of the heap.", "Ask this of a dump or a process.");
            }

            if (_memory is null)
            {
                _memory = _host.Read(progress => HeapTargetOpener.ReadMemory(target, Options(GraphParts.Reachability | GraphParts.Residence, namesThreads: false), progress, Cancellation));
                _host.Saw(_memory.Coverage);
                _name = _memory.Target;
            }

            return _memory;
        }
    }

    public ObjectSet Reachable()
    {
        lock (_reading)
        {
            if (_reachable is null)
            {
                var graph = Read(GraphParts.Reachability).Graph;
                _reachable = Clock.Timed("Finding reachable objects", () => ReachableObjects.From(graph, Cancellation));
            }

            return _reachable;
        }
    }

    /// <summary>The objects that count; null when all do.</summary>
    public ObjectSet? Within(ObjectScope scope) => scope switch
    {
        ObjectScope.All => null,
        ObjectScope.Unreachable => Reachable().Inverted(),
        _ => Reachable(),
    };

    public DominatorTree Dominators()
    {
        lock (_reading)
        {
            if (_dominators is null)
            {
                var graph = Read(GraphParts.Reachability).Graph;
                _dominators = Clock.Timed("Finding dominators", () => DominatorTree.Of(graph, Cancellation));
            }

            return _dominators;
        }
    }

    /// <summary>What no GC root keeps alive.</summary>
    public DeadObjects Dead()
    {
        lock (_reading)
        {
            if (_dead is null)
            {
                var (graph, reachable) = (Read(GraphParts.Reachability).Graph, _dominators?.Reachable ?? Reachable());
                _dead = Clock.Timed("Finding what garbage hangs on", () => DeadObjects.In(graph, reachable, Cancellation));
            }

            return _dead;
        }
    }

    public void Dispose()
    {
        lock (_reading)
        {
            lock (_details)
            {
                _isClosed = true;
                _opened?.Dispose();
            }
        }
    }

    private static long BytesOf(HeapTarget target)
    {
        try
        {
            return target switch
            {
                HeapTarget.DumpFile dump => FileFacts.Of(dump.Path)?.Bytes ?? new FileInfo(dump.Path).Length,
                HeapTarget.LiveProcess process => ThisHost.Is.MostBytesOf(process.ProcessId),
                _ => throw new UnreachableException(),
            };
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    private void RequireOpen() => _ = _isClosed ? throw new ObjectDisposedException("HeapGraph.Heap") : true;   // what users know

    // What is read of a process can't be read again.
    private GraphParts KeptSlots => target is HeapTarget.LiveProcess ? GraphParts.Slots : GraphParts.Objects;

    private bool CanCountAlone(ObjectScope scope, bool withRetained) => _snapshot is null && !withRetained && options.IgnoredReferences.Count == 0 && !Filter.LooksAtObjects
        && (scope == ObjectScope.All || (scope == ObjectScope.Reachable && _host.AsksOnce));

    private Func<int, bool> FilteredTypes(IReadOnlyList<HeapType> types) => index => Filter.IncludesType(types[index]);

    /// <summary>The same for a question that takes no more than some parts.</summary>
    public T WhileOpen<T>(GraphParts parts, Func<HeapSnapshot, T> ask)
    {
        lock (_reading)
        {
            return ask(Read(parts));
        }
    }

    // Who asks again has all that any question takes.
    private GraphParts KeptOf(GraphParts parts) => _host.AsksOnce ? parts : GraphParts.Reachability | KeptSlots | GraphParts.Residence;

    private (HeapSnapshot? Heap, LoneThreads? Threads) OpenedOrThreadsAlone(GraphParts parts)
    {
        var (opened, alone) = _host.Read(progress => HeapTargetOpener.OpenOrThreadsAlone(target, Options(parts, namesThreads: true), progress, Cancellation));
        _name = alone?.Target ?? _name;
        return (opened is null ? null : Kept(opened), alone);
    }

    private HeapSnapshot Opened(GraphParts parts, bool namesThreads) =>
        Kept(_host.Read(progress => HeapTargetOpener.Open(target, Options(parts, namesThreads), progress, Cancellation)));

    private HeapSnapshot Kept(HeapSnapshot opened)
    {
        _host.Saw(opened.Graph.Coverage);
        _name = opened.Target;
        var watched = _host.Watched(opened);
        var details = options.Selected.Count > 0 && watched.Values is { } values ? new SelectedDetails(watched.Details, values, options.Selected) : watched.Details;
        return watched with { Details = new ClosableDetails(details, _details, () => _isClosed) };
    }

    private TypeTable Counted(ObjectScope scope, Func<IReadOnlyList<HeapType>, Func<int, bool>> includes)
    {
        var parts = scope == ObjectScope.All ? GraphParts.Objects : GraphParts.Reachability;
        var counts = _host.Read(progress => HeapTargetOpener.CountTypes(target, Options(parts, namesThreads: false), progress, Cancellation));
        _host.Saw(counts.Coverage);
        _name = counts.Target;
        return Clock.Timed("Counting by type", () => TypeTable.Of(counts, includes(counts.Types), scope) with { Filter = Filter });
    }

    private HeapSnapshot WithoutIgnored(HeapSnapshot opened)
    {
        if (options.IgnoredReferences.Count == 0)
        {
            return opened;
        }

        var fields = FieldsNamed(options.IgnoredReferences, opened);
        return Clock.Timed("Cutting references", () => CutHeap.Of(opened, fields, Cancellation));
    }

    /// <summary>The fields that each of some names means.</summary>
    /// <exception cref="UnknownNameException">A name means none.</exception>
    public IReadOnlyList<(string Name, IReadOnlySet<HeapField> Fields)> FieldsNamed(IReadOnlyList<string> names, HeapSnapshot snapshot) =>
        FieldNamePattern.Require(names, FieldsOf(snapshot));

    /// <summary>The fields that references stand in.</summary>
    /// <exception cref="HeapReadException">The target does not tell.</exception>
    public IReadOnlyList<HeapField> FieldsOf(HeapSnapshot snapshot) => _host.Read(progress => snapshot.Fields?.Find(progress, Cancellation))
        ?? throw new HeapReadException($"'{snapshot.Target}' does not tell which field a reference stands in.", "Ask this of a dump or a process.");

    /// <summary>Asks a question about threads, which a dump may hold without its heap: then there is no graph.</summary>
    /// <param name="parts">What it takes of the heap, where there is one.</param>
    /// <param name="ask">The question.</param>
    /// <exception cref="HeapReadException">The target does not tell.</exception>
    public T AboutThreads<T>(GraphParts parts, Func<ReadThreads, HeapCoverage, ObjectGraph?, T> ask)
    {
        lock (_reading)
        {
            RequireOpen();
            if (_opened is null && _loneThreads is null)
            {
                (_opened, _loneThreads) = OpenedOrThreadsAlone(KeptOf(parts));
            }

            if (_loneThreads is { } alone)
            {
                return ask(alone.Read, alone.Coverage, null);
            }

            var snapshot = Read(parts);
            return ask(ThreadsOf(snapshot), snapshot.Graph.Coverage, snapshot.Graph);
        }
    }

    // Once they are asked for.
    private ReadThreads ThreadsOf(HeapSnapshot snapshot) => _threads ??= _host.Read(progress => snapshot.Threads?.Read(progress, Cancellation))
        ?? throw new HeapReadException($"'{snapshot.Target}' does not tell of threads.", "Ask this of a dump or a process.");

    /// <summary>The async calls that have not finished, among the objects that count.</summary>
    /// <exception cref="HeapReadException">The target does not tell.</exception>
    public ReadAsyncCalls AsyncOf(HeapSnapshot snapshot, Func<int, bool> counts) => _host.Read(progress => snapshot.Async?.Read(counts, progress, Cancellation))
        ?? throw new HeapReadException($"'{snapshot.Target}' does not tell of async calls.", "Ask this of a dump or a process.");

    private HeapReadOptions Options(GraphParts parts, bool namesThreads) => new(parts, options.DacPath)
    {
        LeftOut = options.LeftOutParts,
        Details = new DetailOptions(options.PlainNames, options.HidesValues),
        Live = options.Live with { TellsResidence = (parts & GraphParts.Residence) != 0 },
        NamesThreads = namesThreads,
        Own = Own,
        WillTake = _host.WillTake,
    };
}
