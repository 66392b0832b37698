using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Walks the objects of one piece after the other: each object's size leads to the next.</summary>
/// <remarks>One per worker. Where no valid MethodTable stands, or an object would reach past its segment, the bytes up
/// to the next plausible object are a gap, which is recorded, and the walk goes on there.</remarks>
internal sealed unsafe class PieceWalker(MethodTableCache methodTables, AddressTableBuilder addresses, SizeDoubts doubts)
{
    private readonly ObjectSearch _search = new(methodTables);

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
        var address = from ?? (piece.StartsAtObject ? piece.Start : _search.First(piece, piece.Start));
        piece.FirstObject = address;
        ulong lastMethodTable = 0, previous = 0;
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
                    facts = methodTables.Find(methodTable, address);
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

                if (facts is null || span > left
                    || (span >= ObjectSearch.LeastDoubtfulBytes && !facts.IsFree && _search.Hides(piece, address, facts, span, doubts)))
                {
                    words[wordIndex].Bits |= bits;
                    bits = 0;
                    var resume = Resume(piece, address, previous, facts, span, words);
                    if (resume < address)
                    {
                        context = FirstFrom(contexts, resume);
                        nextContext = context < contexts.Length ? contexts[context].Start : ulong.MaxValue;
                    }

                    address = resume;
                    (lastMethodTable, facts, previous) = (0, null, 0);
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

                previous = address;
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

    /// <summary>Records what is no object as a gap, or takes back the array in front of it, which is too long.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="address">Where an object should be.</param>
    /// <param name="previous">The object in front of it; 0 when there is none.</param>
    /// <param name="facts">What its type is; null when it has none.</param>
    /// <param name="span">How long it says that it is.</param>
    /// <param name="words">Where the piece's objects are marked.</param>
    /// <returns>Where to go on.</returns>
    private ulong Resume(HeapPiece piece, ulong address, ulong previous, MethodTableFacts? facts, ulong span, AddressWord* words)
    {
        var memory = (byte*)piece.Memory.Pointer - piece.Memory.Start;
        var methodTable = *(ulong*)(memory + address) & MethodTableFacts.AddressMask;
        if (facts is null && IsBelievable(piece, address, methodTable))
        {
            return address;
        }

        var isPastSegment = span > piece.Memory.End - address;
        if (address - previous >= ObjectSearch.LeastDoubtfulBytes && (facts is null || isPastSegment) && ArrayAt(memory, previous) is { } array
            && _search.BeginInside(piece, previous, address) is not 0 and var inside)
        {
            Tally.ObjectsByMethodTable[array.Index]--;
            Tally.VariableBytesByMethodTable[array.Index] -= array.Layout.BytesOf(*(uint*)(memory + previous + 8));
            var slot = (previous - addresses.StartOf(piece.Range)) >> 3;
            words[slot >> 6].Bits &= ~(1UL << (int)(slot & 63));
            RecordGap(piece, previous, inside, "array in which objects begin");
            return inside;
        }

        var resume = _search.Behind(piece, address + 8, facts is null ? methodTable : null);
        RecordGap(piece, address, resume, facts is null ? "no valid MethodTable" : isPastSegment ? "object larger than its segment" : "object in which objects begin");
        return resume;
    }

    /// <summary>Free blocks are no arrays here: they hold dead objects.</summary>
    private MethodTableFacts? ArrayAt(byte* memory, ulong previous) =>
        previous != 0 && methodTables.Find(*(ulong*)(memory + previous) & MethodTableFacts.AddressMask) is { HasLength: true, IsFree: false } array ? array : null;

    /// <summary>Whether what is no MethodTable for the debugger is one, as the objects around say.</summary>
    private bool IsBelievable(HeapPiece piece, ulong address, ulong methodTable)
    {
        if (!doubts.IsOpen || methodTables.Doubted(methodTable) is not { } doubted || addresses.Holds(methodTable) || !_search.IsFollowed(piece, address, doubted))
        {
            return false;
        }

        methodTables.Believe(doubted);
        return true;
    }

    /// <summary>The first context at or behind an address.</summary>
    private static int FirstFrom(AddressRange[] contexts, ulong address) => Array.FindIndex(contexts, unused => unused.Start >= address) is >= 0 and var index ? index : contexts.Length;

    private static void RecordGap(HeapPiece piece, ulong from, ulong to, string reason)
    {
        if (to > from)
        {
            if (piece.Gaps is [.., var last] && last.Address + (ulong)last.Bytes == from && last.Reason == reason)
            {
                from = last.Address;
                piece.Gaps.RemoveAt(piece.Gaps.Count - 1);
            }

            piece.Gaps.Add(new HeapGap(from, (long)(to - from), reason));
        }
    }
}
