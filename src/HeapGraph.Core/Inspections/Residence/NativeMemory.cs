using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Memory from the C library, or that nobody is known to own: behind managed wrappers, kept by malloc, or of a native library.</summary>
internal sealed class NativeMemory : IMemoryInspection
{
    private const int Shown = 3, Many = 20, ManyArenas = 16;
    private const string KeepsLess = "Fewer arenas keep less: set MALLOC_ARENA_MAX=2, and MALLOC_TRIM_THRESHOLD_=131072, for the process; malloc_trim(0) gives whole free pages back at once.";

    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var (blocks, unknown) = (memory.BytesOf(MemoryKind.Malloc, MemoryKind.MallocBlocks), memory.BytesOf(MemoryKind.Unknown));
        if (!memory.Matters(blocks + unknown))
        {
            return null;
        }

        var wrappers = WrappersIn(memory.Read).ToArray();
        var (malloc, total) = (memory.Read.Malloc, blocks + unknown);
        var kept = Math.Min(malloc.FreeBytes, memory.BytesOf(MemoryKind.Malloc));
        var (name, title, remedy) = kept * 2 >= total
            ? ("malloc-kept", $"Freed native memory: malloc keeps up to {kept.AsByteSize} {memory.OfTotal} that the program has freed.", KeepsLess)
            : wrappers.Length > 0
                ? ("native-wrappers", $"Native memory: {total.AsByteSize} {memory.OfTotal} are native memory, and {wrappers[0].Whose} may own it.",
                    $"Dispose of each {wrappers[0].Type.ShortName} when it is done (using); their memory goes with them, else only after a collection has found them and their finalizer has run.")
                : ("native", blocks >= unknown
                    ? $"Native memory: {blocks.AsByteSize} {memory.OfTotal} are from malloc, not .NET's heap."
                    : $"Native memory: {unknown.AsByteSize} {memory.OfTotal} are nobody's that .NET or malloc know of.",
                    "Ask the native library for its own count, or see who calls malloc: heaptrack, jemalloc's or tcmalloc's profile, bpftrace on malloc.");
        return new MemoryVerdict(memory.SeverityOf(total), name, title, total)
        {
            Evidence =
            [
                $"{memory.BytesOf(MemoryKind.MallocBlocks).AsByteSize} are {malloc.LargeBlocks:N0} large blocks of malloc, {memory.BytesOf(MemoryKind.Malloc).AsByteSize} its arenas of small ones, {unknown.AsByteSize} have no known owner.",
                .. malloc.SystemBytes > 0 ? (string[])[ArenasOf(malloc)] : [],
                .. wrappers.Take(Shown).Select(wrapper => wrapper.Sentence),
                .. LibrariesIn(memory),
            ],
            Remedy = malloc.Arenas >= ManyArenas && name != "malloc-kept" ? $"{remedy} {KeepsLess}" : remedy,
            Next = name == "native-wrappers" && wrappers[0].AreInUse ? new NextCommand.AnchorsOfType(wrappers[0].Type.Name) : new NextCommand.Suspects(),
        };
    }

    private static string ArenasOf(MallocUse malloc) =>
        $"malloc has {(malloc.Arenas == 1 ? "1 arena" : $"{malloc.Arenas:N0} arenas")} of {malloc.SystemBytes.AsByteSize}: {malloc.InUseBytes.AsByteSize} in use, {malloc.FreeBytes.AsByteSize} freed and kept"
        + (malloc.ElsewhereBytes > 0 ? $", and {malloc.ElsewhereBytes.AsByteSize} more in pieces that were not found, which have no known owner here" : "")
        + (malloc.Broken > 0 ? $"; {(malloc.Broken == 1 ? "1 arena" : $"{malloc.Broken:N0} arenas")} could not be read to the end" : "")
        + (malloc.UnwalkedBytes > 0 ? $", {malloc.UnwalkedBytes.AsByteSize} not known{(malloc.IsCut ? ", since there are too many blocks to look at each" : "")}." : ".");

    private static IEnumerable<(HeapType Type, bool AreInUse, string Whose, string Sentence)> WrappersIn(ReadMemory read) =>
        Enumerable.Range(0, read.Alive.Types.Count)
            .Where(type => (read.Alive.Types[type].Traits & HeapTypeTraits.Finalizable) != 0 && read.ObjectsByType[type] >= Many && !IsRuntimes(read.Alive.Types[type]))
            .OrderByDescending(type => read.ObjectsByType[type])
            .Select(type =>
            {
                var (shown, all, alive, waiting) = (read.Alive.Types[type], read.ObjectsByType[type], read.Alive.ObjectsByType[type], read.WaitingByType[type]);
                (long Count, string What)[] parts = [(alive - waiting, "in use"), (waiting, "waiting for their finalizer"), (all - alive, "garbage that no collection has found yet")];
                return (shown, alive - waiting == parts.Max().Count, $"{parts.Max().Count:N0} {shown.ShortName} ({parts.Max().What})",
                    $"{all:N0} objects of {shown.ShortName}, which has a finalizer: {string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count:N0} {part.What}"))}.");
            });

    // They stand for threads, files and sockets of the kernel's, or are bookkeeping of the runtime's: little memory each.
    private static bool IsRuntimes(HeapType type) => type.AssemblyName is "System.Private.CoreLib" or "System.Net.Sockets";

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
