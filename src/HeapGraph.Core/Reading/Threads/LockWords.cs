using System.Numerics;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>Objects in whose header the id of a thread stands: locked without anybody who waits (a thin lock).</summary>
internal static class LockWords
{
    // The word before the MethodTable. Source: https://github.com/dotnet/runtime/blob/main/src/coreclr/vm/syncblk.h
    private const uint IsIndexOrHash = 0x08000000, IsSpinning = 0x10000000, ThreadMask = 0xFFFF;

    /// <summary>Whether the word before an object's MethodTable may hold the id of a thread.</summary>
    public static bool MayHaveOwner(uint header) => (header & (IsIndexOrHash | IsSpinning)) == 0 && (header & ThreadMask) != 0;

    /// <summary>The addresses of these objects, ascending.</summary>
    /// <remarks>A look at the header of each object, on all cores.</remarks>
    public static IReadOnlyList<ulong> Find(HeapWalk walk, MemoryImage image, CancellationToken cancellation)
    {
        var found = new List<ulong>();
        Workers.ForEach(Enumerable.Range(0, walk.Addresses.Ranges.Count).ToArray(), () => new List<ulong>(), (own, range) =>
        {
            own.Clear();
            Look(walk, image, range, own);
            lock (found)
            {
                found.AddRange(own);
            }
        }, cancellation);
        found.Sort();
        return found;
    }

    private static unsafe void Look(HeapWalk walk, MemoryImage image, int range, List<ulong> found)
    {
        var start = walk.Addresses.Ranges[range].Start;
        var pointer = image.PointerTo(start, out var available);
        var words = walk.Addresses.WordsOf(range);
        for (var number = 0; number < words.Length; number++)
        {
            for (var bits = words[number].Bits; bits != 0; bits &= bits - 1)
            {
                var offset = ((ulong)number * AddressTable.BytesPerWord) + ((ulong)BitOperations.TrailingZeroCount(bits) * 8);
                var header = offset > 0 && offset <= available ? *(uint*)(pointer + offset - sizeof(uint)) : image.Read<uint>(start + offset - sizeof(uint));
                if (MayHaveOwner(header))
                {
                    found.Add(start + offset);
                }
            }
        }
    }
}
