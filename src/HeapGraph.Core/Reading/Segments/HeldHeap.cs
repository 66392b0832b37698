using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>Whether a dump was made with its heap, by its own table of contents: what a cut file has lost of it was held.</summary>
internal static class HeldHeap
{
    // Mini dumps hold a page here and there: none to 15 % of heaps of 70 KB to 14 MB, .NET 10; triage dumps mostly do not even know where the heap lies.
    // Dumps with their heap, of types 2 and 4, held 100 % of all.
    private const double LeastShare = 0.5;

    /// <summary>Whether it was. O(parts of the dump + segments of the heap).</summary>
    public static bool IsIn(IDumpBytes dump, ClrRuntime runtime)
    {
        using var file = dump.Open();
        if (ElfFile.Of(file) is not { } elf)
        {
            return runtime.Heap.Segments.Length > 0;   // a Windows dump without all of its memory is refused before
        }

        var parts = Untangled(elf.Parts().Where(part => part.Type == ElfProgramHeader.Memory)
            .Select(part => new AddressRange(part.Address, part.Address + part.FileBytes)).Where(range => range.End > range.Start));
        double total = 0, held = 0;
        foreach (var range in runtime.Heap.Segments.Select(RangeOf).Where(range => range.End > range.Start))
        {
            total += range.Bytes;
            held += BytesWithin(range, parts);
        }

        return held > 0 && held >= total * LeastShare;
    }

    // Where objects end may be damaged; then what the collector has for them does not hold that.
    private static AddressRange RangeOf(ClrSegment segment) =>
        new(segment.Start, segment.CommittedMemory.End > segment.Start ? Math.Min(segment.End, segment.CommittedMemory.End) : segment.End);

    private static List<AddressRange> Untangled(IEnumerable<AddressRange> parts)
    {
        var found = new List<AddressRange>();
        foreach (var part in parts.OrderBy(part => part.Start))
        {
            if (found.Count > 0 && part.Start <= found[^1].End)
            {
                found[^1] = new AddressRange(found[^1].Start, Math.Max(found[^1].End, part.End));
            }
            else
            {
                found.Add(part);
            }
        }

        return found;
    }

    private static double BytesWithin(AddressRange range, List<AddressRange> parts)
    {
        var (low, high) = (0, parts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = parts[middle].End <= range.Start ? (middle + 1, high) : (low, middle);
        }

        double bytes = 0;
        for (; low < parts.Count && parts[low].Start < range.End; low++)
        {
            bytes += Math.Min(parts[low].End, range.End) - Math.Max(parts[low].Start, range.Start);
        }

        return bytes;
    }
}
