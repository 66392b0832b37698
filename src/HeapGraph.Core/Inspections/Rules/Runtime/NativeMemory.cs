using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Runtime;

/// <summary>A process that native memory fills, and objects that may own it: many of a type with a finalizer and a pointer out of the heap.</summary>
/// <remarks>Only where the heap does not fill the process; then a pass over all objects, garbage too.</remarks>
internal sealed class NativeMemory : ILeakInspection
{
    private const int MostTypes = 3;
    private const string SafeHandle = "System.Runtime.InteropServices.SafeHandle";
    private const int Closed = 1;   // of SafeHandle._state

    // They stand for something of the kernel's, with little memory.
    private static readonly string[] OfKernel =
        ["Microsoft.Win32.SafeHandles.SafeFileHandle", "Microsoft.Win32.SafeHandles.SafeWaitHandle", "System.Net.Sockets.SafeSocketHandle"];

    public string Name => "native-memory";

    public string Subject => "many objects with native memory behind them";

    public string FalseAlarms => "Objects that wrap little native memory each, while something else in the process has most of it. Which memory belongs to which object the heap does not tell.";

    public bool CanJudge(InspectedHeap heap) => heap.Contents is not null && ResidentMemory.Of(heap.Graph.Coverage)?.Files is not null;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) =>
        heap.Contents is not { } contents || ResidentMemory.Of(heap.Graph.Coverage) is not { IsMostlyNative: true } memory ? []
        : OwnersIn(heap, contents)
            .Where(owners => owners.InUse.Count + owners.Garbage >= LeakThresholds.LeastLarge)
            .OrderByDescending(owners => FrameworkNames.IsOwn(owners.Type)).ThenByDescending(owners => owners.InUse.Count + owners.Garbage)
            .ThenBy(owners => owners.Type.Name, StringComparer.Ordinal)
            .Take(MostTypes).Select(owners => FindingOf(heap, memory, owners));

    /// <summary>The objects with a pointer that is not null, by type.</summary>
    private static IEnumerable<Owners> OwnersIn(InspectedHeap heap, IObjectContents contents)
    {
        var graph = heap.Graph;
        var byType = new Dictionary<int, Owners?>();
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            var type = graph.TypeIndexOf(index);
            if ((graph.Types[type].Traits & (HeapTypeTraits.Finalizable | HeapTypeTraits.VariableSize)) != HeapTypeTraits.Finalizable)
            {
                continue;
            }

            heap.Cancellation.ThrowIfCancellationRequested();
            if (!byType.TryGetValue(type, out var owners))
            {
                byType[type] = owners = OwnersOf(contents, graph.Types[type], index);
            }

            if (owners is null || contents.NumberIn(index, owners.Pointer) is null or 0 || (owners.State is { } state && (contents.NumberIn(index, state) & Closed) != 0))
            {
                continue;
            }

            if (heap.Tree.IsReachable(index))
            {
                owners.InUse.Add(index);
            }
            else
            {
                owners.Garbage++;
            }
        }

        return byType.Values.OfType<Owners>();
    }

    private static Owners? OwnersOf(IObjectContents contents, HeapType type, int first)
    {
        var isSafeHandle = contents.BaseTypesOf(first).Contains(SafeHandle);
        return (FrameworkNames.Owns(type) && !isSafeHandle) || OfKernel.Contains(type.Name) || contents.PointerOf(first) is not { } pointer ? null
            : new Owners(type, pointer, isSafeHandle ? contents.FieldOf(first, ["_state"]) : null);
    }

    private static LeakFinding FindingOf(InspectedHeap heap, ResidentMemory memory, Owners owners)
    {
        var type = owners.Type;
        var all = owners.InUse.Count + owners.Garbage;
        var reference = owners.InUse.Count > 0 ? heap.KeeperOf(owners.InUse) : null;
        var suspect = new Suspect(heap, owners.InUse) { Count = all, Reference = reference, Severity = LeakSeverity.Medium, Tail = $": {memory.Native.AsByteSize} of the process are native" };
        var disposed = owners.InUse.Count > 0 ? heap.DisposedAmong(owners.InUse) : null;
        return suspect.Finding(
            LeakFingerprint.Of(["native", .. reference?.PlaceParts ?? [], type.Name]),
            reference is null || owners.Garbage > owners.InUse.Count
                ? $"{type.Counted(owners.Garbage)} with native memory behind {Them(owners.Garbage)} wait for a collection to finalize {Them(owners.Garbage)}"
                : $"{ChainWords.Capitalized(suspect.Place)} keeps {type.Counted(owners.InUse.Count)} with native memory behind {Them(owners.InUse.Count)}",
            [
                $"The GC heap is {memory.Heap.AsByteSize} of {memory.Bytes.AsByteSize} resident; {memory.Native.AsByteSize} are native memory, thread stacks and compiled code.",
                $"{type.Counted(all)} {(all == 1 ? "has" : "have")} a finalizer and a pointer out of the heap (field {FieldName.InSource(owners.Pointer.Name)}) that is not null. "
                    + $"How much lies behind it the heap does not tell; if it were all, {(memory.Native / all).AsByteSize} each.",
                .. owners.Garbage > 0 && owners.InUse.Count > 0
                    ? (string[])[$"{owners.InUse.Count:N0} of them are in use, {owners.Garbage:N0} are garbage whose finalizer has not run: a collector that sees small objects comes late."] : [],
                .. disposed is { } state ? (string[])[$"{state.Disposed:N0} of the {owners.InUse.Count:N0} in use say that they are disposed of (field {state.Flag})."] : [],
            ],
            $"Looked for: {LeakThresholds.LeastLarge} or more objects of one type that have a finalizer and a pointer out of the heap, where half of the resident memory is native, 64 MB at least.",
            remedy: $"Dispose of {type.ShortName} objects when they are done with"
                + (reference is null ? ", " : $", and take them out of {suspect.Place} or bound it; ")
                + "or tell the collector what lies behind them (GC.AddMemoryPressure).",
            next: reference is null ? NextCommand.ObjectsOf(type.Name) : disposed.NextOf(type, NextCommand.ChainsTo(type.Name)));
    }

    private static string Them(int count) => count == 1 ? "it" : "them";

    private sealed record Owners(HeapType Type, NumberField Pointer, NumberField? State)
    {
        public List<int> InUse { get; } = [];

        public int Garbage { get; set; }
    }
}
