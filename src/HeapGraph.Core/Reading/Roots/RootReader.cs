using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Memory;
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

    /// <summary>Static fields that are no roots, by the addresses of their slots on the heap.</summary>
    public IReadOnlyDictionary<ulong, RootName> CollectibleStatics { get; private set; } = new Dictionary<ulong, RootName>();

    /// <summary>Every handle that holds an object, weak ones too.</summary>
    public IReadOnlyList<GcHandle> Handles { get; private set; } = [];

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>References that no field shows, by dependent handles.</summary>
    public ExtraReferences Dependents { get; } = new();

    /// <summary>Each dependent handle that keeps an object alive.</summary>
    public IReadOnlyList<DependentEntry> DependentEntries { get; private set; } = [];

    /// <param name="generics">MethodTables that were met on the heap: before .NET 9, closed generic types are found nowhere else.</param>
    /// <param name="options">Whether all stacks are scanned instead of walked by the DAC, and threads named.</param>
    /// <param name="progress">Told after each handle, type and stack root.</param>
    /// <param name="cancellation">Ends the reading between two steps.</param>
    public void Read(IReadOnlyList<ulong> generics, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        _progress = progress;
        var roots = new RootList(walk.Addresses, bytesOf, ReportProgress);
        var frozen = new FrozenSegments(walk);
        var handles = new HandleRoots(runtime, image, roots);
        var dependent = new DependentHandles(runtime, image, roots, frozen);
        var names = new ThreadNames(runtime, image);
        var statics = new StaticRoots(runtime, image, roots, names);
        Step("handles", handles.Read, cancellation);
        Step("dependent handles", () => dependent.Read(handles.All, Dependents, namesTables: options.NamesThreads), cancellation);
        Step("frozen segments", () => frozen.Read(roots), cancellation);
        if (options.NamesThreads)
        {
            Step("the names of threads", () => names.Read(handles.All), cancellation);
        }

        Step("the finalizer queue", () => FinalizerRoots.Read(runtime, roots), cancellation);
        Step("static fields", () => statics.Read(generics), cancellation);
        Step("static fields without a name", statics.ReadUnknown, cancellation);
        Step("the storage of thread static fields", () => ThreadStaticStorage.Read(runtime, image, roots, names), cancellation);
        if (handles.Warning is { } warning)
        {
            _warnings.Add(warning);
            Step("the runtime's own static storage", statics.ReadStorage, cancellation);
        }

        using var lines = options.NamesThreads ? new SourceLines() : null;
        var code = new RunningCode(runtime, image, roots);
        Step("the running code", () => code.Prepare(handles.All, generics), cancellation);
        ReadStacks(new StackRoots(runtime, roots, lines), code, names, options.ScansStacks, cancellation);
        Dependents.Sort();
        (Roots, StaticStorage, CollectibleStatics) = ([.. roots.Found], statics.Storage, statics.CollectibleNames);
        (Handles, DependentEntries) = (handles.All, dependent.Entries);
    }

    private void Step(string what, Action read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ReportProgress();
        try
        {
            read();
        }
        catch (Exception broken) when (broken is not OperationCanceledException and not OutOfMemoryException)
        {
            _warnings.Add($"Not all GC roots were found: {what} could not be read ({broken.Message.Split('\n')[0].Trim()}).");
        }
    }

    private void ReportProgress() => _progress?.Report(new HeapReadProgress("Reading GC roots", 0, 0, "") { IsInDac = true });

    private void ReadStacks(StackRoots stacks, RunningCode code, ThreadNames names, bool scans, CancellationToken cancellation)
    {
        const int NamesShown = 5;
        var (scanned, found) = (new List<string>(), 0);
        foreach (var thread in runtime.Threads.Where(thread => thread.IsAlive))
        {
            var name = names.Of(thread);

            // The DAC's walk of a thread that is dispatching an exception can crash the whole reader (dotnet/runtime#124401).
            if (scans || thread.CurrentException is not null)
            {
                scanned.Add(name);
                Step($"the stack of {name}", () => found += stacks.Scan(thread, name), cancellation);
            }
            else
            {
                Step($"the stack of {name}", () => stacks.Read(thread, name), cancellation);
                Step($"the code that runs on {name}", () => code.Read(thread, name), cancellation);
            }
        }

        if (scanned.Count > 0)
        {
            var which = string.Join(", ", scanned.Take(NamesShown)) + (scanned.Count > NamesShown ? $" and {scanned.Count - NamesShown:N0} more" : "");
            _warnings.Add(
                $"{(scanned.Count == 1 ? "The stack of 1 thread was" : $"The stacks of {scanned.Count:N0} threads were")} scanned conservatively, since "
                + $"{(scans ? "the runtime's own walk of them crashed" : "an exception is in flight there")}: {found:N0} of the values look like objects ({which}).");
        }
    }
}
