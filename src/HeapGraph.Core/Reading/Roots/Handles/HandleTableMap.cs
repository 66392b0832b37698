using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Roots.Handles;

/// <summary>Finds every handle table of a process: one per processor under Server GC.</summary>
/// <remarks>A global variable of the GC (HandleTableMap in gc/objecthandle.h) leads to an array of buckets, a bucket to its
/// array of tables. The variable has no symbol, so each word of the module's writable memory is tried; a table proves
/// itself, since its segment points back. Costs the size of libcoreclr's data (some 100 KB), never that of the heap.</remarks>
internal static class HandleTableMap
{
    private const uint MaxBuckets = 1 << 16;
    private const ulong MaxTables = 1 << 12;

    /// <param name="image">The target's memory.</param>
    /// <param name="module">Where the module with the GC is loaded.</param>
    /// <returns>The tables and their layout; none when they are not found.</returns>
    public static (HandleTableLayout Layout, ulong[] Tables)? Find(MemoryImage image, ulong module)
    {
        foreach (var (start, end) in WritableSegments(image, module))
        {
            for (var variable = start; variable < end; variable += 8)
            {
                if (image.TryRead(variable, out ulong buckets) && FirstTable(image, buckets) is var table and not 0
                    && Array.Find(HandleTableLayout.Known, layout => layout.FirstSegmentOf(table, image) is not null) is { } layout
                    && image.TryRead(variable + 16, out uint count) && count is > 0 and <= MaxBuckets)
                {
                    return (layout, [.. TablesOf(image, buckets, count, layout)]);
                }
            }
        }

        return null;
    }

    private static ulong FirstTable(MemoryImage image, ulong buckets) =>
        IsPointer(buckets) && image.TryRead(buckets, out ulong bucket) && IsPointer(bucket)
        && image.TryRead(bucket, out ulong tables) && IsPointer(tables)
        && image.TryRead(tables, out ulong table) && IsPointer(table)
            ? table
            : 0;

    private static bool IsPointer(ulong value) => value != 0 && (value & 7) == 0;

    private static HashSet<ulong> TablesOf(MemoryImage image, ulong buckets, uint count, HandleTableLayout layout)
    {
        var found = new HashSet<ulong>();
        for (var index = 0UL; index < count; index++)
        {
            if (!image.TryRead(buckets + 8 * index, out ulong bucket) || !IsPointer(bucket) || !image.TryRead(bucket, out ulong tables))
            {
                continue;
            }

            // How many tables there are is nowhere written: the array ends where no table is.
            for (var slot = 0UL; slot < MaxTables; slot++)
            {
                if (!image.TryRead(tables + 8 * slot, out ulong table) || layout.FirstSegmentOf(table, image) is null)
                {
                    break;
                }

                found.Add(table);
            }
        }

        return found;
    }

    /// <summary>What the program headers of a loaded ELF module say, zeroed data included.</summary>
    private static IEnumerable<(ulong Start, ulong End)> WritableSegments(MemoryImage image, ulong module)
    {
        const ulong MaxBytes = 64 << 20;
        foreach (var part in ElfFile.Of((offset, buffer) => image.Read(module + offset, buffer))?.Parts() ?? [])
        {
            if (part.Type == ElfProgramHeader.Memory && part.IsWritable)
            {
                var start = (module + part.Address + 7) & ~7UL;
                yield return (start, start + Math.Min(part.MemoryBytes, MaxBytes));
            }
        }
    }
}
