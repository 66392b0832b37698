using System.Numerics;
using System.Runtime.InteropServices;

namespace HeapGraph.Core.Graph.Arrays;

/// <summary>Number of elements or characters of each object; most objects have none.</summary>
/// <remarks>4 bytes per object with a length, and 12 per 64 objects, which say where that stands (rank, as in
/// <see cref="AddressTable"/>). O(1). Never changes once a graph has it.</remarks>
internal sealed class LengthTable(int objects)
{
    private readonly Word[] _words = new Word[(objects + 63L) / 64];
    private uint[] _lengths = [];

    /// <summary>Number of objects.</summary>
    public int Count => objects;

    public uint this[int objectIndex]
    {
        get
        {
            ref var word = ref _words[objectIndex >> 6];
            var bit = 1UL << (objectIndex & 63);
            return (word.Bits & bit) == 0 ? 0 : _lengths[word.Before + BitOperations.PopCount(word.Bits & (bit - 1))];
        }
    }

    public static LengthTable Of(uint[] lengthByObject)
    {
        var table = new LengthTable(lengthByObject.Length);
        for (var index = 0; index < lengthByObject.Length; index++)
        {
            table.Mark(index >> 6, lengthByObject[index] == 0 ? 0 : 1UL << (index & 63));
        }

        table.Fill(Array.FindAll(lengthByObject, length => length != 0));
        return table;
    }

    /// <summary>Says which of 64 objects have a length; workers may do so at the same time.</summary>
    public void Mark(int word, ulong bits) => Interlocked.Or(ref _words[word].Bits, bits);

    /// <summary>Takes the lengths of all objects that have one, once those are marked.</summary>
    public void Fill(uint[] lengths)
    {
        _lengths = lengths;
        var before = 0;
        foreach (ref var word in _words.AsSpan())
        {
            word.Before = before;
            before += BitOperations.PopCount(word.Bits);
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Word
    {
        public ulong Bits;
        public int Before;
    }
}
