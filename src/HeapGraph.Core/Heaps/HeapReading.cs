using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Targets;

namespace HeapGraph.Core.Heaps;

/// <summary>What of a heap has been read so far. Each part is read when it is first asked for, and once.</summary>
/// <remarks>For any number of threads: while one reads, the others wait.</remarks>
internal sealed class HeapReading(HeapTarget target, HeapOptions options) : IDisposable
{
    private readonly Lock _reading = new();
    private readonly Lock _details = new();
    private readonly Dictionary<ObjectScope, TypeTable> _tables = [];
    private HeapSnapshot? _opened;
    private HeapSnapshot? _snapshot;
    private ObjectSet? _reachable;
    private DominatorTree? _dominators;
    private bool _isClosed;

    public HeapTarget Target => target;

    public CancellationToken Cancellation => options.Cancellation;

    public string Name => _opened?.Target ?? target.Name;

    /// <summary>Names and values of single objects; absent once the dump is closed.</summary>
    public IObjectDetails DetailsOrNone => _snapshot!.Details;

    /// <summary>Reads objects, roots and references; what refers to each object too where <paramref name="parts"/> has that.</summary>
    public HeapSnapshot Read(GraphParts parts)
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(Heap));
            _opened ??= Reading(() => HeapTargetOpener.Open(target, Options(GraphParts.Reachability | KeptSlots), options.Progress, Cancellation));
            _snapshot ??= SnapshotOf(_opened.Graph);
            if ((parts & GraphParts.Referrers) == GraphParts.Referrers && _snapshot.Graph.WithReferrers(Cancellation) is var whole && whole != _snapshot.Graph)
            {
                _snapshot = SnapshotOf(whole);
            }

            return _snapshot;
        }
    }

    /// <summary>Asks a question that reads the dump's memory, which closing waits for.</summary>
    public T WhileOpen<T>(Func<HeapSnapshot, T> ask)
    {
        lock (_reading)
        {
            return ask(Read(GraphParts.Reachability));
        }
    }

    /// <summary>Asks a question that takes the slots of references. They are read for it alone where that can be done later.</summary>
    public T WithSlots<T>(Func<HeapSnapshot, T> ask)
    {
        if (KeptSlots != GraphParts.Objects)
        {
            return WhileOpen(ask);
        }

        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(Heap));
            using var opened = Reading(() => HeapTargetOpener.Open(target, Options(GraphParts.Reachability | GraphParts.Slots), options.Progress, Cancellation));
            return ask(opened);
        }
    }

    /// <summary>The types; when all objects count and nothing was read yet, without reading more than that.</summary>
    public TypeTable TypesOf(ObjectScope scope)
    {
        lock (_reading)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(Heap));
            if (!_tables.TryGetValue(scope, out var table))
            {
                table = _tables[scope] = scope == ObjectScope.All && _opened is null
                    ? TypeTable.Of(Reading(() => HeapTargetOpener.CountTypes(target, Options(GraphParts.Objects), options.Progress, Cancellation)))
                    : TypeTable.Of(Read(GraphParts.Reachability).Graph, scope, cancellation: Cancellation);
            }

            return table;
        }
    }

    public ObjectSet Reachable()
    {
        lock (_reading)
        {
            return _reachable ??= ReachableObjects.From(Read(GraphParts.Reachability).Graph, Cancellation);
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
            return _dominators ??= DominatorTree.Of(Read(GraphParts.Reachability).Graph, Cancellation);
        }
    }

    /// <summary>Whether references have their plain names, and collections show their inner nodes.</summary>
    public bool PlainNames => options.PlainNames;

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

    // What is read of a process can't be read again.
    private GraphParts KeptSlots => target is HeapTarget.LiveProcess ? GraphParts.Slots : GraphParts.Objects;

    private HeapReadOptions Options(GraphParts parts) => new(parts, options.DacPath, options.ScansStacks)
    {
        Details = new DetailOptions(options.PlainNames, options.HidesValues),
    };

    private HeapSnapshot SnapshotOf(ObjectGraph graph) => new(Name, graph, new ClosableDetails(_opened!.Details, _details, () => _isClosed))
    {
        Contents = _opened.Contents,
        Fields = _opened.Fields,
    };

    private static T Reading<T>(Func<T> read)
    {
        try
        {
            return PlainText.Invariantly(read);
        }
        catch (Exception failure) when (ClrMdFailure.Explain(failure) is { } explained)
        {
            throw explained;
        }
    }
}
