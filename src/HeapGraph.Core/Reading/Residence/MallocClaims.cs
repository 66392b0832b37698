using System.Globalization;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Residence.Malloc;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>The memory of the C library's malloc, among what nobody else owns.</summary>
internal sealed class MallocClaims
{
    private readonly MallocArenas _malloc;

    /// <param name="image">The process's memory.</param>
    /// <param name="areas">Who has which memory as far as it is known.</param>
    /// <param name="mappings">The process's mappings, ascending.</param>
    /// <param name="cancellation">Ends it.</param>
    public MallocClaims(MemoryImage image, IReadOnlyList<MemoryArea> areas, IReadOnlyList<ResidentMapping> mappings, CancellationToken cancellation)
    {
        var heap = mappings.FirstOrDefault(mapping => mapping.Path == "[heap]")?.Range;
        _malloc = MallocArenas.Of(
            image, [.. areas.Where(area => area is { Kind: MemoryKind.Unknown or MemoryKind.Malloc, Owner: null, IsReserved: false }).Select(area => (area.Range.Start, area.Range.End))],
            heap is { } known ? (known.Start, known.End) : null, cancellation: cancellation);
    }

    /// <summary>Its arenas and large blocks.</summary>
    public IEnumerable<MemoryClaim> All =>
    [
        .. _malloc.Arenas.SelectMany(arena => arena.Ranges.Select(range => new MemoryClaim(
            range, ClaimRank.Malloc, MemoryKind.Malloc, arena.IsMain ? "main arena" : $"arena {arena.Address.ToString("x", CultureInfo.InvariantCulture)}"))),
        .. _malloc.LargeBlocks.Select(block => new MemoryClaim(block, ClaimRank.Malloc, MemoryKind.MallocBlocks)),
    ];

    /// <summary>What of it is in use.</summary>
    public MallocUse Use => new(
        _malloc.Arenas.Count, (long)_malloc.SystemBytes, (long)_malloc.InUseBytes, (long)_malloc.FreeBytes, _malloc.Arenas.Sum(arena => (long)arena.UnwalkedBytes),
        _malloc.Arenas.Sum(arena => (long)arena.ElsewhereBytes), _malloc.Arenas.Count(arena => arena.BrokenAt is not null),
        _malloc.LargeBlocks.Count, (long)_malloc.LargeBytes, _malloc.IsCut);
}
