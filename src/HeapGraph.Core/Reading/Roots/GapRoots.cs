using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>What the stretches of the heap may keep alive that could not be read as objects: each word in them that an object begins at.</summary>
/// <remarks>The objects that stood there may be dead, so this keeps too much alive rather than too little: one root for each object.</remarks>
internal static class GapRoots
{
    /// <param name="gaps">The stretches.</param>
    /// <param name="image">The target's memory.</param>
    /// <param name="roots">Takes the roots.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static void Read(IReadOnlyList<HeapGap> gaps, MemoryImage image, RootList roots, CancellationToken cancellation)
    {
        const int WordsAtOnce = 1 << 13;
        if (gaps.Count == 0)
        {
            return;
        }

        var found = new bool[roots.Addresses.Count];
        var words = new ulong[WordsAtOnce];
        foreach (var gap in gaps)
        {
            var end = gap.Address + (ulong)gap.Bytes;
            for (var address = gap.Address; address < end;)
            {
                cancellation.ThrowIfCancellationRequested();
                var wanted = (int)Math.Min((end - address) / sizeof(ulong), WordsAtOnce);
                var read = image.Read(address, MemoryMarshal.AsBytes(words.AsSpan(0, wanted))) / sizeof(ulong);
                if (read == 0)
                {
                    break;
                }

                for (var index = 0; index < read; index++)
                {
                    if (words[index] != 0 && roots.Addresses.IndexOf(words[index]) is >= 0 and var target && !found[target])
                    {
                        found[target] = true;
                        roots.Add(HeapRootKind.UnreadMemory, words[index], null, address + (ulong)(index * sizeof(ulong)));
                    }
                }

                address += (ulong)(read * sizeof(ulong));
            }
        }
    }
}
