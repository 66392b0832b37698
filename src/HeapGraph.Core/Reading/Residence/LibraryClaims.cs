using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>How long programs and libraries are in memory, by their own headers: behind what stands in the file are their variables (.bss).</summary>
internal static class LibraryClaims
{
    private const ulong MostBytes = 1UL << 32;
    private const int MostParts = 64;   // no library has more

    /// <param name="mappings">The process's mappings, ascending.</param>
    /// <param name="image">Its memory.</param>
    public static IEnumerable<MemoryClaim> Of(IReadOnlyList<ResidentMapping> mappings, MemoryImage image)
    {
        foreach (var mapping in mappings)
        {
            if (mapping is { IsAnonymous: false, Offset: 0 } && mapping.Path.StartsWith('/') && LengthOf(mapping.Range.Start, image) is > 0 and var bytes)
            {
                yield return new MemoryClaim(new AddressRange(mapping.Range.Start, mapping.Range.Start + bytes), ClaimRank.Image, MemoryKind.Libraries, mapping.Path);
            }
        }
    }

    private static ulong LengthOf(ulong start, MemoryImage image)
    {
        if (!image.TryRead<uint>(start, out _) || ElfFile.Of((offset, buffer) => image.Read(start + offset, buffer)) is not { } elf)
        {
            return 0;
        }

        var (first, last) = (ulong.MaxValue, 0UL);
        foreach (var part in elf.Parts().Take(MostParts).Where(part => part.Type == ElfProgramHeader.Memory))
        {
            (first, last) = (Math.Min(first, part.Address), Math.Max(last, part.Address + part.MemoryBytes));
        }

        var page = (ulong)Environment.SystemPageSize;
        return last > first && last - first < MostBytes ? (last - (first & ~(page - 1)) + page - 1) & ~(page - 1) : 0;
    }
}
