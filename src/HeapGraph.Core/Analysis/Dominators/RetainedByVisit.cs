using System.Runtime.InteropServices;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>What each object of a dominator tree retains, by visit: 4 bytes for each, since hardly any retains 4 GB.</summary>
/// <remarks>Stands in the first half of the array that the sums were made in; the second half is free for others. Never changes once made.</remarks>
internal sealed class RetainedByVisit
{
    private readonly long[] _storage;
    private readonly Dictionary<int, long> _large = [];

    /// <param name="sums">Bytes by visit; taken over, and at least one longer than there are visits.</param>
    /// <param name="count">Number of visits, with the virtual root.</param>
    public RetainedByVisit(long[] sums, int count)
    {
        (_storage, Count) = (sums, count);
        var small = MemoryMarshal.Cast<long, uint>(sums.AsSpan());
        for (var visit = 0; visit < count; visit++)
        {
            var sum = sums[visit];   // before what is written reaches it
            if (sum >= uint.MaxValue)
            {
                _large.Add(visit, sum);
            }

            small[visit] = (uint)Math.Min(sum, uint.MaxValue);
        }
    }

    public int Count { get; }

    /// <summary>Room for one number more than there are visits.</summary>
    public Span<int> Spare => MemoryMarshal.Cast<long, int>(_storage.AsSpan()).Slice(Count, Count + 1);

    public long this[int visit] => MemoryMarshal.Cast<long, uint>(_storage.AsSpan())[visit] is var bytes and not uint.MaxValue ? bytes : _large[visit];
}
