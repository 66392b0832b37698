using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Objects that a thread was just allocating when its process was frozen: their memory is theirs already, their MethodTable
/// is not written yet; or, of free space that the allocator leaves behind, its length is not.</summary>
internal static class UnfinishedObjects
{
    /// <summary>What could not be read of a copy that is whole: such an object is no gap.</summary>
    public static HeapCoverage Without(HeapCoverage coverage, MemoryImage image, ulong freeMethodTable)
    {
        var unfinished = coverage.Gaps.Where(gap => image.TryRead<ulong>(gap.Address, out var methodTable) && (methodTable == 0 || methodTable == freeMethodTable)).ToHashSet();
        return unfinished.Count == 0
            ? coverage
            : coverage with
            {
                Gaps = [.. coverage.Gaps.Where(gap => !unfinished.Contains(gap))],
                BytesWalked = coverage.BytesWalked + unfinished.Sum(gap => gap.Bytes),
            };
    }
}
