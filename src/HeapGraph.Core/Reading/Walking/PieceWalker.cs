using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Walks the objects of one piece after the other: each object's size leads to the next.</summary>
/// <remarks>One per worker. Where no valid MethodTable stands, or an object would reach past its segment, the bytes up
/// to the next plausible object are a gap, which is recorded, and the walk goes on there.</remarks>
internal sealed unsafe class PieceWalker(MethodTableCache methodTables, AddressTableBuilder addresses)
{
    private const int ObjectsToBelieve = 8;

    /// <summary>The objects of all pieces that this worker has walked.</summary>
    public ObjectTally Tally { get; } = new();

    /// <summary>Walks a piece: marks where its objects start and counts them.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="from">Where to begin; an object is known to start there. Null: at the first plausible object.</param>
    public void Walk(HeapPiece piece, ulong? from = null)
    {
        piece.Gaps.Clear();
        var memory = (byte*)piece.Memory.Pointer - piece.Memory.Start;
        var limit = piece.Memory.End;
        var rangeStart = addresses.StartOf(piece.Range);
        var contexts = piece.Segment.UnusedContexts;
        var context = 0;
        var nextContext = contexts.Length > 0 ? contexts[0].Start : ulong.MaxValue;
        long freeBytes = 0, freeBlocks = 0, largestFree = 0;
        var address = from ?? (piece.StartsAtObject ? piece.Start : FindObject(piece, piece.Start));
        piece.FirstObject = address;
        ulong lastMethodTable = 0;
        MethodTableFacts? facts = null;
        var objects = Tally.ObjectsByMethodTable;
        var bytes = Tally.VariableBytesByMethodTable;
        var (wordIndex, bits) = ((piece.Start - rangeStart) / AddressTable.BytesPerWord, 0UL);
        fixed (AddressWord* words = addresses.WordsOf(piece.Range))
        {
            while (address < piece.End)
            {
                if (address >= nextContext)
                {
                    // Only a context that begins right here is skipped: one that was passed over lay inside a gap.
                    if (address == nextContext)
                    {
                        address = Math.Max(address, contexts[context].End);
                    }

                    context++;
                    nextContext = context < contexts.Length ? contexts[context].Start : ulong.MaxValue;
                    continue;
                }

                var left = limit - address;
                if (left < (ulong)ObjectLayout.MinObjectBytes)
                {
                    RecordGap(piece, address, limit, "cut short");
                    address = limit;
                    break;
                }

                var at = memory + address;
                var methodTable = *(ulong*)at & MethodTableFacts.AddressMask;
                if (methodTable != lastMethodTable)
                {
                    facts = methodTables.Find(methodTable);
                    lastMethodTable = methodTable;
                    if (facts is not null && facts.Index >= objects.Length)
                    {
                        Tally.MakeRoomFor(facts.Index);
                        (objects, bytes) = (Tally.ObjectsByMethodTable, Tally.VariableBytesByMethodTable);
                    }
                }

                long size = 0;
                ulong span = 0;
                if (facts is not null)
                {
                    if (facts.HasLength)
                    {
                        size = facts.Layout.BytesOf(*(uint*)(at + 8));
                        span = ((ulong)size + 7) & ~7UL;
                    }
                    else
                    {
                        span = facts.FixedSpan;
                    }
                }

                if (facts is null || span > left)
                {
                    var resume = FindObject(piece, address + 8);
                    RecordGap(piece, address, resume, facts is null ? "no valid MethodTable" : "object larger than its segment");
                    address = resume;
                    (lastMethodTable, facts) = (0, null);
                    continue;
                }

                if (facts.IsFree)
                {
                    freeBytes += (long)span;
                    freeBlocks++;
                    largestFree = Math.Max(largestFree, (long)span);
                }
                else
                {
                    objects[facts.Index]++;
                    if (size != 0)
                    {
                        bytes[facts.Index] += size;
                    }

                    // A word's bits are gathered before they are stored.
                    var slot = (address - rangeStart) >> 3;
                    if (slot >> 6 != wordIndex)
                    {
                        words[wordIndex].Bits |= bits;
                        (wordIndex, bits) = (slot >> 6, 0);
                    }

                    bits |= 1UL << (int)(slot & 63);
                }

                address += span;
            }

            if (bits != 0)
            {
                words[wordIndex].Bits |= bits;
            }
        }

        piece.Next = address;
        piece.FreeBytes = freeBytes;
        piece.FreeBlocks = freeBlocks;
        piece.LargestFreeBytes = largestFree;
    }

    /// <summary>The first address from which several objects follow one another, or the end of the memory.</summary>
    private ulong FindObject(HeapPiece piece, ulong from)
    {
        var memory = (byte*)piece.Memory.Pointer - piece.Memory.Start;
        var limit = piece.Memory.End;
        for (var address = (from + 7) & ~7UL; address + (ulong)ObjectLayout.MinObjectBytes <= limit; address += 8)
        {
            // Inside the unused part of an allocation context there is nothing to find, and what follows it is an object.
            foreach (var unused in piece.Segment.UnusedContexts)
            {
                if (unused.Contains(address))
                {
                    return Math.Min(limit, unused.End);
                }
            }

            if (*(ulong*)(memory + address) >= MethodTableFacts.LeastAddress && FollowsObjects(piece, address))
            {
                return address;
            }
        }

        return limit;
    }

    private bool FollowsObjects(HeapPiece piece, ulong address)
    {
        var memory = (byte*)piece.Memory.Pointer - piece.Memory.Start;
        for (var seen = 0; seen < ObjectsToBelieve; seen++)
        {
            if (address == piece.Memory.End || Array.Exists(piece.Segment.UnusedContexts, unused => unused.Start == address))
            {
                return seen > 0;
            }

            var left = piece.Memory.End - address;
            if (left < (ulong)ObjectLayout.MinObjectBytes
                || methodTables.Find(*(ulong*)(memory + address) & MethodTableFacts.AddressMask) is not { } facts)
            {
                return false;
            }

            var span = facts.SpanOf(facts.HasLength ? *(uint*)(memory + address + 8) : 0);
            if (span > left)
            {
                return false;
            }

            address += span;
        }

        return true;
    }

    private static void RecordGap(HeapPiece piece, ulong from, ulong to, string reason)
    {
        if (to > from)
        {
            piece.Gaps.Add(new HeapGap(from, (long)(to - from), reason));
        }
    }
}
