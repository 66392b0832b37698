using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Memory from the C library, or that nobody is known to own: behind managed wrappers, kept by malloc, or of a native library.</summary>
internal sealed class NativeMemory : IMemoryInspection
{
    private const int Shown = 3, Many = 20;

    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var (blocks, unknown) = (memory.BytesOf(MemoryKind.Malloc, MemoryKind.MallocBlocks), memory.BytesOf(MemoryKind.Unknown));
        if (!memory.Matters(blocks + unknown))
        {
            return null;
        }

        var wrappers = WrappersIn(memory.Read).ToArray();
        var isOfMalloc = blocks >= unknown;
        return new MemoryVerdict(
            memory.SeverityOf(blocks + unknown),
            "native",
            wrappers.Length > 0
                ? $"Native memory behind objects: {(blocks + unknown).AsByteSize} {memory.OfTotal} are native memory, and {wrappers[0].Count:N0} {wrappers[0].Type.ShortName} own some."
                : $"Native memory: {(blocks + unknown).AsByteSize} {memory.OfTotal} are {(isOfMalloc ? "from malloc" : "nobody's that .NET knows of")}, not .NET's heap.",
            blocks + unknown)
        {
            Evidence =
            [
                $"{memory.BytesOf(MemoryKind.MallocBlocks).AsByteSize} large blocks of malloc, {memory.BytesOf(MemoryKind.Malloc).AsByteSize} small ones, {unknown.AsByteSize} with no known owner.",
                .. wrappers.Take(Shown).Select(wrapper => wrapper.Sentence),
                .. LibrariesIn(memory),
            ],
            Remedy = wrappers.Length > 0
                ? $"Dispose of each {wrappers[0].Type.ShortName} when it is done (using); their memory goes with them, else only after a collection has found them and their finalizer has run."
                : "Ask the native library for its own count, or see who calls malloc: heaptrack, jemalloc's or tcmalloc's profile, bpftrace on malloc.",
            Next = wrappers.Length > 0 ? new NextCommand.AnchorsOfType(wrappers[0].Type.Name) : new NextCommand.Suspects(),
        };
    }

    private static IEnumerable<(HeapType Type, long Count, string Sentence)> WrappersIn(ReadMemory read) =>
        Enumerable.Range(0, read.Alive.Types.Count)
            .Where(type => (read.Alive.Types[type].Traits & HeapTypeTraits.Finalizable) != 0 && read.ObjectsByType[type] >= Many && !IsRuntimes(read.Alive.Types[type]))
            .OrderByDescending(type => read.ObjectsByType[type])
            .Select(type =>
            {
                var (all, alive, waiting) = (read.ObjectsByType[type], read.Alive.ObjectsByType[type], read.WaitingByType[type]);
                var parts = ((string What, long Count)[])[("in use", alive - waiting), ("waiting for their finalizer", waiting), ("garbage that no collection has found yet", all - alive)];
                return (read.Alive.Types[type], all,
                    $"{all:N0} objects of {read.Alive.Types[type].ShortName}, which has a finalizer: {string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count:N0} {part.What}"))}.");
            });

    // Own no memory to speak of: bookkeeping of the runtime's, a few words each.
    private static bool IsRuntimes(HeapType type) =>
        type.AssemblyName == "System.Private.CoreLib" && !type.Name.StartsWith("Microsoft.Win32.SafeHandles.", StringComparison.Ordinal);

    private static IEnumerable<string> LibrariesIn(InspectedMemory memory)
    {
        var foreign = memory.PartsOf(MemoryKind.Libraries).Where(part => part.Owner is { } path && IsForeign(path)).Select(part => Path.GetFileName(part.Owner!)).Distinct().Take(Shown * 2).ToArray();
        return foreign.Length > 0 ? [$"Native libraries in the process besides those of .NET and the system: {string.Join(", ", foreign)}."] : [];
    }

    private static bool IsForeign(string path) =>
        path.StartsWith('/') && path.Contains(".so", StringComparison.Ordinal) && !path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal)
        && !path.StartsWith("/lib", StringComparison.Ordinal) && !path.StartsWith("/usr/lib", StringComparison.Ordinal)
        && Path.GetFileName(path) is not ("libcoreclr.so" or "libclrjit.so" or "libhostfxr.so" or "libhostpolicy.so" or "libSystem.Native.so");
}
