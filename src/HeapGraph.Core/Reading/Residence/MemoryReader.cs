using System.Runtime.InteropServices;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>Joins what the system says of a process's memory with what its runtime says: each stretch with its owner. Where a dump does not tell what was in
/// memory, the same of what it holds.</summary>
internal sealed class MemoryReader
{
    private readonly MemoryAreas _owners;

    private MemoryReader(WalkedDump dump, CancellationToken cancellation)
    {
        var notes = dump.Source.Notes;
        var residence = dump.Source.Residence;
        (Container, IsResidence) = (residence?.Container, residence is not null);
        var mappings = residence?.Mappings ?? HeldBy(dump, MappedFiles.In(notes));
        var pages = residence?.OwnPages ?? [.. dump.Image.Ranges];
        var owners = new MappingOwners(mappings);
        var claims = MemoryClaim.Untangled([
            .. HeapClaims.Of(dump.Segments, dump.Runtime.Heap),
            .. RuntimeClaims.Of(dump.Source),
            .. StackClaims.Of(notes, RuntimeInformation.ProcessArchitecture, mappings, residence?.ThreadNames ?? new Dictionary<int, string>()),
            .. LibraryClaims.Of(mappings, dump.Image),
        ]);
        var malloc = new MallocClaims(dump.Image, new MemoryAreas(claims, pages, owners).Of(mappings), mappings, cancellation);
        Malloc = malloc.Use;
        _owners = new MemoryAreas(MemoryClaim.Untangled([.. claims, .. malloc.All]), pages, owners);
        Areas = _owners.Of(mappings);
        (Proportional, HugePool) = (mappings.Sum(mapping => mapping.Proportional), mappings.Sum(mapping => mapping.Reserved));
    }

    private MallocUse Malloc { get; }

    private List<MemoryArea> Areas { get; }

    private bool IsResidence { get; }

    private long Proportional { get; }

    private long HugePool { get; }

    private ContainerMemory? Container { get; }

    /// <summary>Reads whose the memory is.</summary>
    /// <param name="dump">The heap, walked.</param>
    /// <param name="reached">Which of its objects are kept alive.</param>
    /// <param name="alive">These by type.</param>
    /// <param name="all">All objects by type index.</param>
    /// <param name="rooted">Those that roots hold directly.</param>
    /// <param name="cancellation">Ends it.</param>
    public static ReadMemory Read(WalkedDump dump, IReachedObjects reached, HeapTypeCounts alive, IReadOnlyList<long> all, RootedObjects rooted, CancellationToken cancellation)
    {
        var memory = new MemoryReader(dump, cancellation);
        return new ReadMemory(alive.Target, memory.Areas, memory.IsResidence, new HeapContentsReader(dump, reached).Read(memory.Areas, memory._owners), alive, all, alive.Coverage)
        {
            WaitingByType = rooted.Count(HeapRootKind.FinalizerQueue),
            PinnedByType = rooted.Count(HeapRootKind.PinnedHandle, HeapRootKind.AsyncPinnedHandle),
            Proportional = memory.Proportional,
            HugePool = memory.HugePool,
            Container = memory.Container,
            Malloc = memory.Malloc,
            Collector = new GcSettings(dump.Runtime.Heap.IsServer, dump.Runtime.Heap.SubHeaps.Length),
        };
    }

    /// <summary>What a dump holds, as mappings of which all is in memory.</summary>
    private static List<ResidentMapping> HeldBy(WalkedDump dump, List<(AddressRange Range, ulong Offset, string Path)> files)
    {
        var held = new List<ResidentMapping>();
        foreach (var range in dump.Image.Ranges)
        {
            var at = range.Start;
            for (var index = AddressRangeSearch.FirstEndingBehind(files, file => file.Range, at); index < files.Count && files[index].Range.Start < range.End; index++)
            {
                var (mapped, offset, path) = files[index];
                Add(new AddressRange(at, Math.Max(at, mapped.Start)), 0, "");
                at = Math.Max(at, mapped.Start);
                Add(new AddressRange(at, Math.Min(mapped.End, range.End)), offset + (at - mapped.Start), path);
                at = Math.Min(mapped.End, range.End);
            }

            Add(new AddressRange(at, range.End), 0, "");
        }

        return held;

        void Add(AddressRange range, ulong offset, string path)
        {
            if (range.Start < range.End)
            {
                held.Add(new ResidentMapping(range, "rw-p", offset, path.Length == 0, path, (long)range.Bytes, 0, 0, 0, 0, 0));
            }
        }
    }
}
