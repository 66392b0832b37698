using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using HeapGraph.Core.Reading.Roots.ThreadStatics;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Collects the GC roots and the references that no field shows, once the objects are numbered: one file for each
/// source of roots.</summary>
internal sealed class RootReader(ClrRuntime runtime, MemoryImage image, HeapWalk walk, Func<int, long> bytesOf)
{
    private readonly List<string> _warnings = [];
    private IProgress<HeapReadProgress>? _progress;

    public HeapRoot[] Roots { get; private set; } = [];

    /// <summary>Objects in which the runtime keeps static fields.</summary>
    public IReadOnlySet<int> StaticStorage { get; private set; } = new HashSet<int>();

    /// <summary>Static fields that are no roots, since their load context was told to unload, by the addresses of their slots on the heap.</summary>
    public IReadOnlyDictionary<ulong, RootName> CollectibleStatics { get; private set; } = new Dictionary<ulong, RootName>();

    /// <summary>Which static field lies in a slot, by its address.</summary>
    public IReadOnlyDictionary<ulong, StaticSlot> StaticSlots { get; private set; } = new Dictionary<ulong, StaticSlot>();

    /// <summary>Every handle that holds an object, weak ones too.</summary>
    public IReadOnlyList<GcHandle> Handles { get; private set; } = [];

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How many roots lead into gaps.</summary>
    public long IntoGaps { get; private set; }

    /// <summary>References that no field shows, by dependent handles.</summary>
    public ExtraReferences Dependents { get; } = new();

    /// <summary>Each dependent handle that keeps an object alive.</summary>
    public IReadOnlyList<DependentEntry> DependentEntries { get; private set; } = [];

    /// <param name="generics">MethodTables that were met on the heap: before .NET 9, closed generic types are found nowhere else.</param>
    /// <param name="gaps">What could not be walked though the dump holds it.</param>
    /// <param name="options">What the DAC is not asked for, and whether threads are named.</param>
    /// <param name="progress">Told after each handle, type and stack root.</param>
    /// <param name="cancellation">Ends the reading between two steps.</param>
    public void Read(IReadOnlyList<ulong> generics, IReadOnlyList<HeapGap> gaps, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        _progress = progress;
        var roots = new RootList(walk.Addresses, bytesOf, ReportProgress);
        var frozen = new FrozenSegments(walk);
        var handles = new HandleRoots(runtime, image, roots);
        var dependent = new DependentHandles(runtime, image, roots, frozen);
        var names = new ThreadNames(runtime, image);
        var leftOut = options.LeftOut;
        var threadStatics = new ThreadStaticFields(runtime, image, roots, () => handles.All, leftOut);
        var statics = new StaticRoots(runtime, image, roots, () => handles.All, threadStatics, names, leftOut);
        Step(DacPieces.Handles, "handles", () => handles.Read(asksDac: !leftOut.Has(DacPieces.Handles)), cancellation);
        Step(DacPieces.None, "dependent handles", () => dependent.Read(handles.All, Dependents, namesTables: options.NamesThreads), cancellation);
        Step(DacPieces.None, "frozen segments", () => frozen.Read(roots), cancellation);
        if (options.NamesThreads && !options.Details.HidesValues && !leftOut.Has(DacPieces.ThreadNames))
        {
            Step(DacPieces.ThreadNames, "the names of threads", () => names.Read(handles.All), cancellation);
        }

        if (!leftOut.Has(DacPieces.FinalizerQueue))
        {
            Step(DacPieces.FinalizerQueue, "the finalizer queue", () => FinalizerRoots.Read(runtime, roots), cancellation);
        }

        if (!leftOut.Has(DacPieces.StaticFields))
        {
            Step(DacPieces.StaticFields, "static fields", () => statics.Read(generics), cancellation);
            Step(DacPieces.StaticFields, "static fields without a name", statics.ReadUnknown, cancellation);
        }

        Step(DacPieces.None, "the storage of thread static fields", () => ThreadStaticStorage.Read(threadStatics, roots, names), cancellation);
        _warnings.AddRange(((string?[])[handles.Warning, threadStatics.Warning]).OfType<string>());
        if (handles.IsShort && !leftOut.Has(DacPieces.StaticFields))
        {
            Step(DacPieces.StaticFields, "the runtime's own static storage", statics.ReadStorage, cancellation);
        }

        using var lines = options.NamesThreads ? new SourceLines() : null;
        var code = new RunningCode(runtime, image, roots);
        if (!leftOut.Has(DacPieces.LoadContexts))
        {
            Step(DacPieces.LoadContexts, "the running code", () => code.Prepare(handles.All, generics), cancellation);
        }

        ReadStacks(new StackRoots(runtime, roots, lines), code, names, leftOut, cancellation);
        if (roots.Lost is { } lost)
        {
            JudgeLost(lost, gaps);
        }

        Step(DacPieces.None, "gaps", () => GapRoots.Read(gaps, image, roots, cancellation), cancellation);
        Dependents.Sort();
        (Roots, StaticStorage, CollectibleStatics) = ([.. roots.Found], statics.Storage, statics.CollectibleNames);
        (Handles, DependentEntries, StaticSlots) = (handles.All, dependent.Entries, statics.Slots);
    }

    private void JudgeLost(IReadOnlyList<(HeapRootKind Kind, ulong Address)> lost, IReadOnlyList<HeapGap> gaps)
    {
        var starts = gaps.Select(gap => gap.Address).ToArray();
        var outside = 0;
        foreach (var (kind, address) in lost)
        {
            var index = Array.BinarySearch(starts, address) is var found && found >= 0 ? found : ~found - 1;
            if (index >= 0 && address < starts[index] + (ulong)gaps[index].Bytes)
            {
                IntoGaps++;
            }
            else if (kind != HeapRootKind.Stack)
            {
                outside++;
            }
        }

        if (outside > 0)
        {
            _warnings.Add($"{(outside == 1 ? "1 GC root leads" : $"{outside:N0} GC roots lead")} to no object and {(outside == 1 ? "was" : "were")} left out.");
        }
    }

    private void Step(DacPieces piece, string what, Action read, CancellationToken cancellation, ulong item = 0)
    {
        cancellation.ThrowIfCancellationRequested();
        ReportProgress();
        DacCall.Enters(piece, item);
        try
        {
            read();
        }
        catch (Exception broken) when (broken is not OperationCanceledException and not OutOfMemoryException)
        {
            _warnings.Add($"Not all GC roots were found: {what} could not be read ({ClrMdFailure.FirstLineOf(broken)}).");
        }

        DacCall.Leaves();
    }

    private void ReportProgress() => _progress?.Report(new HeapReadProgress("Reading GC roots", 0, 0, "") { IsInDac = true });

    private void ReadStacks(StackRoots stacks, RunningCode code, ThreadNames names, LeftOut leftOut, CancellationToken cancellation)
    {
        var (crashed, dispatching) = (new ScannedStacks("the runtime's own walk of them crashed"), new ScannedStacks("an exception is in flight there"));
        foreach (var thread in runtime.Threads.Where(thread => thread.IsAlive))
        {
            var name = names.Of(thread);

            DacCall.Enters(DacPieces.StackWalks, thread.Address);

            // The DAC's walk of a thread that is dispatching an exception can crash the whole reader (dotnet/runtime#124401).
            var scanned = leftOut.Has(DacPieces.StackWalks, thread.Address) ? crashed : thread.CurrentException is not null ? dispatching : null;
            if (scanned is not null)
            {
                Step(DacPieces.None, $"the stack of {name}", () => scanned.Add(name, stacks.Scan(thread, name)), cancellation);
            }
            else
            {
                Step(DacPieces.StackWalks, $"the stack of {name}", () => stacks.Read(thread, name), cancellation, thread.Address);
                Step(DacPieces.StackWalks, $"the code that runs on {name}", () => code.Read(thread, name), cancellation, thread.Address);
            }
        }

        _warnings.AddRange(((string?[])[crashed.Sentence, dispatching.Sentence]).OfType<string>());
    }
}
