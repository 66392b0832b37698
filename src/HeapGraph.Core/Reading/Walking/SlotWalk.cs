using System.Numerics;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Finds out in which slot of its object each reference stands: one more pass over the objects, on all cores.</summary>
/// <remarks>2 bytes per reference.</remarks>
internal sealed unsafe class SlotWalk(HeapWalk walk, MethodTableCache methodTables, ExtraReferences extra, EdgeTable references, bool hasDangling)
{
    private readonly ushort[] _slots = GC.AllocateUninitializedArray<ushort>(references.EdgeCount);

    /// <summary>Reads the slots.</summary>
    /// <returns>The slot of each reference, in the order of the table.</returns>
    public ushort[] Read(IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var done = 0L;
        Workers.ForEach(
            walk.Pieces.OrderByDescending(piece => piece.End - piece.Start).ToArray(),
            () => 0,
            (_, piece) =>
            {
                var objects = ReadPiece(piece);
                progress?.Report(new HeapReadProgress("Reading slots", Interlocked.Add(ref done, objects), walk.Addresses.Count, "objects"));
            },
            cancellation);
        return _slots;
    }

    /// <returns>How many objects the piece has.</returns>
    private int ReadPiece(HeapPiece piece)
    {
        var rangeStart = walk.Addresses.Ranges[piece.Range].Start;
        var memory = (byte*)piece.Memory.Pointer - piece.Memory.Start;
        var words = walk.Addresses.WordsOf(piece.Range);
        var word = (int)((piece.Start - rangeStart) / AddressTable.BytesPerWord);
        var lastWord = (int)((piece.End - 1 - rangeStart) / AddressTable.BytesPerWord);
        var firstIndex = words[word].ObjectsBefore;
        var objectIndex = firstIndex;
        for (; word <= lastWord; word++)
        {
            var at = memory + rangeStart + (ulong)word * AddressTable.BytesPerWord;
            for (var bits = words[word].Bits; bits != 0; bits &= bits - 1, objectIndex++)
            {
                var count = references[objectIndex].Length;
                if (count > 0)
                {
                    var found = at + (BitOperations.TrailingZeroCount(bits) << 3);
                    var facts = methodTables.Find(*(ulong*)found & MethodTableFacts.AddressMask)!;
                    ReadSlots(found, facts, _slots.AsSpan(references.FirstEdgeOf(objectIndex), count), extra[objectIndex].Count);
                }
            }
        }

        return objectIndex - firstIndex;
    }

    // In the order in which ObjectWalk reads the references.
    private void ReadSlots(byte* at, MethodTableFacts facts, Span<ushort> row, int extras)
    {
        row[^extras..].Fill(ReferenceSlot.Dependent);
        var own = row[..^extras];
        if (facts.LoaderAllocator != 0 && own.Length > 0 && IsReference(facts.LoaderAllocator))
        {
            own[^1] = ReferenceSlot.LoaderAllocator;
            own = own[..^1];
        }

        // An array of structs that hold nothing but references looks like one of references, with larger elements.
        var pointersOfElement = facts.Layout.ComponentBytes / 8;
        if (facts.HasLength && facts.ElementRuns.Length == 0 && pointersOfElement <= 1)
        {
            own.Clear();   // ReferenceSlot.Element
            return;
        }

        var filled = 0;
        var bytes = facts.Layout.BytesOf(facts.HasLength ? *(uint*)(at + 8) : 0);
        foreach (var series in facts.Series)
        {
            var end = Math.Min(series.Start + series.BytesLessSize + bytes, bytes);
            for (long offset = series.Start; offset + 8 <= end && filled < own.Length; offset += 8)
            {
                if (IsReference(*(ulong*)(at + offset)))
                {
                    own[filled++] = facts.HasLength ? ReferenceSlot.OfElementPart((offset - series.Start) / 8 % pointersOfElement) : ReferenceSlot.OfField(offset);
                }
            }
        }

        for (long offset = facts.ElementPointersStart; facts.ElementRuns.Length > 0 && filled < own.Length && offset < bytes;)
        {
            var pointer = 0;
            foreach (var run in facts.ElementRuns)
            {
                for (var count = run.Pointers; count > 0 && filled < own.Length && offset + 8 <= bytes; count--, offset += 8, pointer++)
                {
                    if (IsReference(*(ulong*)(at + offset)))
                    {
                        own[filled++] = ReferenceSlot.OfElementPart(pointer);
                    }
                }

                offset += run.SkipBytes;
            }
        }
    }

    private bool IsReference(ulong value) => value != 0 && (!hasDangling || walk.Addresses.IndexOf(value) >= 0);
}
