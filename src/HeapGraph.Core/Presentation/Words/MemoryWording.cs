using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output tells how much of a process its heap is.</summary>
internal static class MemoryWording
{
    private const string AllElse = "native memory, thread stacks and compiled code";

    /// <summary>Sentences on it where something else than objects in use fills the process; else none.</summary>
    /// <param name="coverage">Of the heap.</param>
    /// <param name="reachableBytes">What of it is in use.</param>
    /// <param name="always">Whether they are wanted also where nothing stands out.</param>
    public static IReadOnlyList<string> HeaderOf(HeapCoverage coverage, long reachableBytes, bool always = false) =>
        ResidentMemory.Of(coverage) is not { } memory ? []
        : memory.IsMostlyUnused(reachableBytes) ? [ShareOf(memory), UseOf(coverage, reachableBytes)]
        : always || memory.IsMostlyNative || memory.KeepsMuch || memory.HeapIsLarger ? [ShareOf(memory)] : [];

    /// <summary>"The GC heap is 2.7 MB of 195.3 MB resident: what fills the process is outside it. 160.1 MB are native memory, thread stacks and compiled
    /// code, 32.5 MB program files."</summary>
    private static string ShareOf(ResidentMemory memory)
    {
        if (memory.HeapIsLarger)
        {
            return $"The GC heap is {memory.Heap.AsByteSize}, and {memory.Bytes.AsByteSize} of the process are resident: some of the heap was never written to, or it is swapped out.";
        }

        var whole = $"The GC heap is {memory.Heap.AsByteSize} of {memory.Bytes.AsByteSize} resident";
        var kept = $"up to {memory.Kept.AsByteSize} are kept by the collector for objects to come, and given back with later collections";
        return memory switch
        {
            { Files: null, KeepsMuch: true } => $"{whole}; {kept}.",
            { Files: null } => $"{whole}.",
            { IsMostlyNative: true, KeepsMuch: true } => $"{whole}: what fills the process is outside it. At least {memory.Native.AsByteSize} are {AllElse}, {memory.Files.Value.AsByteSize} program files; {kept}.",
            { IsMostlyNative: true } => $"{whole}: what fills the process is outside it. {memory.Native.AsByteSize} are {AllElse}, {memory.Files.Value.AsByteSize} program files.",
            { KeepsMuch: true } => $"{whole}; {kept}. {memory.Files.Value.AsByteSize} are program files, the rest is {AllElse}.",
            _ => $"{whole}; {memory.Files.Value.AsByteSize} are program files, {(memory.Native + memory.Kept).AsByteSize} all else: {AllElse}.",
        };
    }

    private static string UseOf(HeapCoverage coverage, long reachableBytes) =>
        $"Of the GC heap {reachableBytes.AsByteSize} are objects in use, {coverage.FreeBytes.AsByteSize} free space between objects, "
        + $"{Math.Max(0, coverage.BytesWalked - coverage.FreeBytes - reachableBytes).AsByteSize} garbage that a collection would free.";
}
