using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>Somebody who owns a stretch of a process's addresses.</summary>
/// <param name="Range">The stretch.</param>
/// <param name="Rank">How sure that is: where several claim the same addresses, the one with the lowest rank has them.</param>
/// <param name="Kind">What the memory is for.</param>
/// <param name="Owner">Whose it is, where several have memory of a kind.</param>
/// <param name="Generation">Of the heap, the generation.</param>
internal sealed record MemoryClaim(AddressRange Range, ClaimRank Rank, MemoryKind Kind, string? Owner = null, HeapGeneration? Generation = null)
{
    /// <summary>The claims without overlap, ascending; each address is given to the claim of lowest rank, of equal ones to the first. O(n log n).</summary>
    public static List<MemoryClaim> Untangled(IReadOnlyList<MemoryClaim> claims)
    {
        int[] byStart = [.. Enumerable.Range(0, claims.Count).Where(index => claims[index].Range.Start < claims[index].Range.End).OrderBy(index => claims[index].Range.Start)];
        ulong[] bounds = [.. byStart.SelectMany(index => (ulong[])[claims[index].Range.Start, claims[index].Range.End]).Distinct().Order()];
        var (found, active, next, last) = (new List<MemoryClaim>(), new PriorityQueue<int, (ClaimRank, int)>(), 0, -1);
        for (var index = 0; index + 1 < bounds.Length; index++)
        {
            var (start, end) = (bounds[index], bounds[index + 1]);
            for (; next < byStart.Length && claims[byStart[next]].Range.Start == start; next++)
            {
                active.Enqueue(byStart[next], (claims[byStart[next]].Rank, byStart[next]));
            }

            while (active.TryPeek(out var ended, out _) && claims[ended].Range.End <= start)
            {
                active.Dequeue();
            }

            if (!active.TryPeek(out var owner, out _))
            {
                continue;
            }

            if (owner == last && found[^1].Range.End == start)
            {
                found[^1] = found[^1] with { Range = new AddressRange(found[^1].Range.Start, end) };
            }
            else
            {
                found.Add(claims[owner] with { Range = new AddressRange(start, end) });
            }

            last = owner;
        }

        return found;
    }
}

/// <summary>Whom to believe where several claim the same addresses, the surest first.</summary>
internal enum ClaimRank
{
    /// <summary>Objects lie there.</summary>
    Objects,

    /// <summary>The collector's own structures say so.</summary>
    Collector,

    /// <summary>The runtime's own structures say so.</summary>
    Runtime,

    /// <summary>A thread's stack pointer leads there.</summary>
    Stack,

    /// <summary>The C library's own structures say so.</summary>
    Malloc,

    /// <summary>It lies in what the collector has reserved.</summary>
    Reserved,

    /// <summary>An assembly or library says that it is so long: for memory without a file.</summary>
    Image,
}
