using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Async;
using HeapGraph.Core.Reading.Code;
using HeapGraph.Core.Reading.Contents;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Residence;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Segments;
using HeapGraph.Core.Reading.Threads;
using HeapGraph.Core.Reading.Values;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>Reads a core dump: ClrMD and the DAC say where the heap's segments and roots are, the objects and their
/// references come from the mapped file.</summary>
internal sealed class DumpHeapReader : IHeapReader
{
    // For each object: its tables alone; references and what is computed from them too.
    private const long BytesInTables = 4, BytesInGraph = 32;

    // Of more of all objects than one in so many, sorting takes longer than a pass over all.
    private const int FewestToSort = 4;

    private readonly IDumpBytes _bytes;
    private readonly string _target;
    private readonly HeapFreeze? _freeze;

    /// <param name="path">The dump.</param>
    /// <param name="target">The target as the user named it; the path when null.</param>
    public DumpHeapReader(string path, string? target = null)
        : this(new DumpFile(path), target, null)
    {
    }

    /// <param name="bytes">The dump.</param>
    /// <param name="target">The target as the user named it; the dump's own name when null.</param>
    /// <param name="freeze">What the copy of a live process took; null for a dump.</param>
    internal DumpHeapReader(IDumpBytes bytes, string? target, HeapFreeze? freeze) => (_bytes, _target, _freeze) = (bytes, target ?? bytes.Name, freeze);

    /// <inheritdoc/>
    public HeapSnapshot Read(HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        Reading(() => Read(RuntimeDump.Open(_bytes, options, progress, cancellation), options, progress, cancellation));

    /// <inheritdoc/>
    public (HeapSnapshot? Heap, LoneThreads? Threads) ReadOrThreadsAlone(HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        Reading<(HeapSnapshot?, LoneThreads?)>(() =>
        {
            var dump = RuntimeDump.Open(_bytes, options, progress, cancellation);
            if (dump.HoldsHeap || dump.ThreadCount == 0)
            {
                return (Read(dump, options, progress, cancellation), null);
            }

            using (dump)
            {
                return (null, LoneThreadReader.Read(_target, dump, options, progress, cancellation));
            }
        });

    /// <inheritdoc/>
    public HeapTypeCounts CountTypes(HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        Reading(() =>
        {
            using var dump = WalkedDump.Open(_bytes, options, progress, cancellation);
            var death = DeathReader.Of(dump.Source, options.Details, progress);
            var reached = (options.Parts & GraphParts.Roots) == 0 ? ((ReachableWalk Walk, RootReader Roots)?)null : FollowRoots(dump, options, progress, cancellation);
            var types = TypeNaming.Of(dump, progress);
            return Counts(dump, death, types, reached, options);
        });

    /// <inheritdoc/>
    public (FoundObjects? Found, HeapSnapshot? Heap) FindObjects(
        Func<IReadOnlyList<HeapType>, Func<int, bool>> wants, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        Reading<(FoundObjects?, HeapSnapshot?)>(() =>
        {
            var dump = WalkedDump.Open(_bytes, options, progress, cancellation);
            try
            {
                var wanted = WantedBy(wants, dump, progress);
                var all = dump.MethodTables.Known.Where(facts => wanted[facts.Index]).Sum(dump.Walk.Tally.CountOf);
                return all > dump.Walk.Addresses.Count / FewestToSort ? (null, Read(dump, options, progress, cancellation)) : (Found(dump, wanted, all, options, progress, cancellation), null);
            }
            catch
            {
                dump.Dispose();
                throw;
            }
        });

    private FoundObjects Found(WalkedDump dump, bool[] wanted, long all, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var death = DeathReader.Of(dump.Source, options.Details, progress);
        var (reached, roots) = FollowRoots(dump, options, progress, cancellation, wanted);
        var (objects, places) = reached.Wanted();
        return new FoundObjects(
            _target, objects, all - objects.Length, place => ReferenceFollower.SizeAt(places[place], dump.MethodTables), CoverageOf(dump, death, reached.DanglingReferences, roots.IntoGaps, options, DacPieces.FieldNames), dump)
        {
            // A value of an object takes all objects, but few paths lead to one.
            Values = new PathValues(dump, new Lazy<ObjectWords>(() => Read(dump, options with { Parts = GraphParts.Objects }, progress, cancellation) is var whole ? new ObjectWords(whole.Graph, whole.Details) : null!), options.Details),
        };
    }

    private static bool[] WantedBy(Func<IReadOnlyList<HeapType>, Func<int, bool>> wants, WalkedDump dump, IProgress<HeapReadProgress>? progress)
    {
        var types = TypeNaming.Of(dump, progress);
        var isWanted = wants(types.Types);
        return [.. dump.MethodTables.Known.Select(facts => isWanted(types.TypeIndexByMethodTable[facts.Index]))];
    }

    /// <inheritdoc/>
    public ReadMemory ReadMemory(HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        Reading(() =>
        {
            using var dump = WalkedDump.Open(_bytes, options, progress, cancellation);
            var death = DeathReader.Of(dump.Source, options.Details, progress);
            var reached = FollowRoots(dump, options, progress, cancellation);
            var types = TypeNaming.Of(dump, progress);
            var all = new long[types.Types.Count];
            foreach (var facts in dump.MethodTables.Known)
            {
                all[types.TypeIndexByMethodTable[facts.Index]] += dump.Walk.Tally.CountOf(facts);
            }

            progress?.Report(new HeapReadProgress("Finding owners of memory", 0, 0, "") { IsInDac = true });
            return MemoryReader.Read(dump, reached.Walk, Counts(dump, death, types, reached, options), all, new RootedObjects(reached.Roots.Roots, all.Length, index => TypeOf(dump, types, index)), cancellation);
        });

    private static int TypeOf(WalkedDump dump, TypeNaming types, int objectIndex) =>
        types.TypeIndexByMethodTable[dump.MethodTables.Find(dump.Image.Read<ulong>(dump.Walk.Addresses.AddressOf(objectIndex)) & MethodTableFacts.AddressMask)!.Index];

    private static (ReachableWalk Walk, RootReader Roots) FollowRoots(
        WalkedDump dump, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation, bool[]? wanted = null)
    {
        var roots = RootsOf(dump, new ObjectGraphSource(dump.Image, dump.Walk, dump.MethodTables), options, progress, cancellation);
        FindLoaderAllocators(dump, dump.MethodTables.Known);
        options.WillTake?.Invoke(dump.Walk.Addresses.Count * BytesInTables);
        return (Marked(dump, roots, wanted, progress, cancellation), roots);
    }

    private static ReachableWalk Marked(WalkedDump dump, RootReader roots, bool[]? wanted, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        ReachableWalk.From(dump.Walk, dump.MethodTables, roots.Dependents, roots.Roots.Select(root => root.ObjectIndex), progress, cancellation, wanted);

    private HeapTypeCounts Counts(WalkedDump dump, HeapDeath? death, TypeNaming types, (ReachableWalk Walk, RootReader Roots)? reached, HeapReadOptions options)
    {
        var tally = reached?.Walk.ReachableOf(dump.Walk.Tally) ?? dump.Walk.Tally;
        var (objects, bytes) = (new long[types.Types.Count], new long[types.Types.Count]);
        foreach (var facts in dump.MethodTables.Known)
        {
            var type = types.TypeIndexByMethodTable[facts.Index];
            objects[type] += tally.CountOf(facts);
            bytes[type] += tally.BytesOf(facts);
        }

        return new HeapTypeCounts(_target, types.Types, objects, bytes, CoverageOf(dump, death, reached?.Walk.DanglingReferences ?? 0, reached?.Roots.IntoGaps ?? 0, options));
    }

    private static RootReader RootsOf(
        WalkedDump dump, ObjectGraphSource source, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var roots = new RootReader(dump.Runtime, dump.Image, dump.Walk, source.BytesOf);
        if ((options.Parts & GraphParts.Roots) != 0)
        {
            roots.Read([.. dump.MethodTables.Known.Select(known => known.Address)], dump.Coverage.Gaps.Count == 0 ? [] : [.. dump.Coverage.Gaps.Where(gap => gap.Reason != HeapWalk.NotInDump)], options, progress, cancellation);
            dump.Warnings.AddRange(roots.Warnings);
        }

        return roots;
    }

    private HeapSnapshot Read(RuntimeDump source, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var dump = WalkedDump.Of(source, progress, cancellation);
        try
        {
            return Read(dump, options, progress, cancellation);
        }
        catch
        {
            dump.Dispose();
            throw;
        }
    }

    private HeapSnapshot Read(WalkedDump dump, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var (parts, walk, death) = (options.Parts, dump.Walk, DeathReader.Of(dump.Source, options.Details, progress));
        var facts = dump.MethodTables.Known.ToArray();
        var source = new ObjectGraphSource(dump.Image, walk, dump.MethodTables);
        var roots = RootsOf(dump, source, options, progress, cancellation);
        var readsReferences = (parts & GraphParts.References) != 0;
        var marks = !readsReferences && (parts & GraphParts.Marks) == GraphParts.Marks;
        if (readsReferences || marks)
        {
            FindLoaderAllocators(dump, facts);
        }

        progress?.Report(new HeapReadProgress(readsReferences ? "Reading references" : "Reading types", 0, walk.Addresses.Count, "objects"));
        options.WillTake?.Invoke(walk.Addresses.Count * (readsReferences ? BytesInGraph : BytesInTables));
        var objects = new ObjectWalk(walk, dump.MethodTables, roots.Dependents, readsReferences);
        objects.Read(progress, cancellation);
        var marked = marks ? Marked(dump, roots, null, progress, cancellation) : null;
        HandBackMemory(walk.Addresses.Count);
        var slots = (parts & GraphParts.Slots) == GraphParts.Slots
            ? new SlotWalk(walk, dump.MethodTables, roots.Dependents, objects.References!, objects.DanglingReferences > 0).Read(progress, cancellation)
            : null;
        EdgeTable? referrers = null;
        if ((parts & GraphParts.Referrers) == GraphParts.Referrers)
        {
            progress?.Report(new HeapReadProgress("Turning references round", 0, 0, ""));
            referrers = objects.References!.Reversed(cancellation);
        }

        var types = TypeNaming.Of(dump, progress);
        var graph = new ObjectGraphBuilder(
            walk.Addresses, types.Types, types.TypeIndexByMethodTable, Array.ConvertAll(facts, known => known.Layout), objects.MethodTableIndexes, objects.Lengths)
        {
            References = objects.References,
            Slots = slots,
            Referrers = referrers,
            Roots = roots.Roots,
            StaticStorage = roots.StaticStorage,
            WeakTables = new(() => WeakTablesOf(roots.DependentEntries)),
            Generations = [.. Generations.Of(dump.Runtime.Heap.Segments), .. dump.Segments.Unlisted],
            Coverage = CoverageOf(dump, death, marked?.DanglingReferences ?? objects.DanglingReferences, roots.IntoGaps, options, DacPieces.FieldNames),
        }.Build();
        var details = new ObjectDetails(dump, graph, source, roots, options.Details);
        return new HeapSnapshot(_target, graph, details, dump)
        {
            Marked = marked?.Reached,
            Contents = new ObjectContents(dump, graph, source, roots.DependentEntries, objects.MethodTableIndexes),
            Fields = new FieldReferences(dump, graph, source, roots.CollectibleStatics),
            Values = new PathValues(dump, new Lazy<ObjectWords>(new ObjectWords(graph, details)), options.Details),
            Fillers = new FieldFillers(dump, source, roots.StaticSlots),
            Threads = new ThreadReader(dump.Source, new WalkedObjects(dump, graph), options.Details),
            Async = new AsyncReader(dump, graph, source),
            Memory = new GraphMemory(_target, dump, graph),
        };
    }

    private static Dictionary<FieldReference, int> WeakTablesOf(IReadOnlyList<DependentEntry> entries)
    {
        var tables = new Dictionary<FieldReference, int>();
        foreach (var entry in entries.Where(entry => entry is { Table: >= 0, IsOfTable: false }))
        {
            tables.TryAdd(new FieldReference(entry.Key, entry.Value), entry.Table);
        }

        return tables;
    }

    private HeapCoverage CoverageOf(WalkedDump dump, HeapDeath? death, long danglingReferences, long rootsIntoGaps, HeapReadOptions options, DacPieces asked = DacPieces.None)
    {
        asked |= DacPieces.TypeNames | DacPieces.ProgramName
            | ((options.Parts & GraphParts.Roots) == 0 ? 0 : DacPieces.FinalizerQueue | DacPieces.StaticFields | DacPieces.ThreadStaticFields | DacPieces.LoadContexts)
            | (options.NamesThreads ? DacPieces.ThreadNames : 0);
        var coverage = _freeze is null ? dump.Coverage : UnfinishedObjects.Without(dump.Coverage, dump.Image, dump.Runtime.Heap.FreeType.MethodTable);
        return coverage with
        {
            DanglingReferences = danglingReferences,
            RootsIntoGaps = coverage.Gaps.Count > 0 ? rootsIntoGaps : 0,
            Warnings = [.. dump.Warnings, .. LeftOutWords.Of(dump.LeftOut, asked, dump.Runtime)],
            Process = dump.Source.Process,
            Freeze = _freeze,
            Death = death,
        };
    }

    private T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (NotSupportedException tooLarge)
        {
            throw new HeapReadException($"'{_bytes.Name}' is too large: {tooLarge.Message}", "HeapGraph reads heaps of up to two billion objects and references.", tooLarge);
        }
    }

    // What the workers gathered is as large as the result, and not needed any more. A collection takes some milliseconds, since
    // the few arrays that live hold no references.
    private static void HandBackMemory(int objectCount)
    {
        const int WorthIt = 1_000_000;
        if (objectCount > WorthIt)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private static void FindLoaderAllocators(WalkedDump dump, IReadOnlyList<MethodTableFacts> methodTables)
    {
        foreach (var facts in methodTables)
        {
            var module = MethodTableFacts.ModuleOf(facts.Address, dump.Image);
            DacCall.Enters(DacPieces.LoadContexts, facts.Address, module);
            if (!dump.LeftOut.Has(DacPieces.LoadContexts, facts.Address, module)
                && dump.Runtime.Heap.GetTypeByMethodTable(facts.Address) is { IsCollectible: true, LoaderAllocatorHandle: not 0 } type)
            {
                facts.LoaderAllocator = dump.Runtime.DataTarget.DataReader.ReadPointer(type.LoaderAllocatorHandle);
            }
        }

        DacCall.Leaves();
    }
}
