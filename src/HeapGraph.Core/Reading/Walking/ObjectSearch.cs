using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Judges damaged stretches: where objects go on behind bytes that are none, and whether what looks like one object hides others.</summary>
/// <remarks>A MethodTable where one is expected is strong evidence, and so is that one object's size leads to the next. In front of each object
/// stands its header, whose first four bytes are 0 on 64-bit systems (syncblk.h), or 1 for free blocks that are in a list (gcpriv.h).</remarks>
internal sealed unsafe class ObjectSearch(MethodTableCache methodTables)
{
    /// <summary>No small object is as large, unless the threshold for large ones was raised (GCLOHThreshold).</summary>
    public const ulong LargeObjectBytes = 85_000;

    /// <summary>The size from which an object is looked at twice: a smaller one hides 20 objects at most.</summary>
    public const ulong LeastDoubtfulBytes = 512;

    private const int ObjectsToBelieve = 8;
    private const int ObjectsBetweenDamage = 3;   // suffice behind a gap: what is damaged lies close together
    private const ulong NoWord = ulong.MaxValue;
    private const ulong UninitializedArrayBytes = 2048;   // GC.AllocateUninitializedArray leaves in it what was there, from here on
    private const ulong StringBase = 22;
    private const int MostSteps = 1 << 22;

    private enum Ending
    {
        Enough,
        Edge,
        BadWord,
    }

    /// <summary>The first address from which several objects follow one another, or the end of the memory.</summary>
    public ulong First(HeapPiece piece, ulong from) => Search(piece, from, piece.Memory.End, false, NoWord);

    /// <summary>The same behind a gap, where fewer objects suffice: three, or one before another word that is as bad.</summary>
    /// <param name="piece">Where.</param>
    /// <param name="from">Where the search begins.</param>
    /// <param name="badWord">What stood in place of a MethodTable; null when that was not what was wrong.</param>
    public ulong Behind(HeapPiece piece, ulong from, ulong? badWord) =>
        badWord == 0 && EndOfFree(piece, from) is not 0 and var end ? end : Search(piece, from, piece.Memory.End, true, badWord ?? NoWord);

    /// <summary>Whether an object that only it itself speaks for is followed by others.</summary>
    public bool IsFollowed(HeapPiece piece, ulong address, MethodTableFacts doubted) =>
        Follow(piece, address, ObjectsToBelieve, ulong.MaxValue, doubted) is { Ending: not Ending.BadWord, Objects: > 1 };

    /// <summary>Where objects begin inside an array that seems too long, since what follows it is no object: the first that leads past its end.</summary>
    /// <param name="piece">Where.</param>
    /// <param name="array">The array.</param>
    /// <param name="end">Its end.</param>
    /// <returns>0 when none do.</returns>
    public ulong BeginInside(HeapPiece piece, ulong array, ulong end)
    {
        var memory = MemoryOf(piece);
        var steps = 0;
        for (var address = array + (ulong)ObjectLayout.MinObjectBytes; address < end && steps < MostSteps; address += 8, steps++)
        {
            if (!MayBegin(piece, memory, address))
            {
                continue;
            }

            var across = Follow(piece, address, int.MaxValue, end, null);
            steps += across.Objects;
            if (across.Ending != Ending.BadWord && (across.Ending == Ending.Edge || Follow(piece, across.End, ObjectsBetweenDamage, ulong.MaxValue, null).Ending != Ending.BadWord))
            {
                return address;
            }
        }

        return 0;
    }

    /// <summary>Whether a rather large object of the small ones' heap can't be as long as it says.</summary>
    /// <param name="piece">Where.</param>
    /// <param name="address">The object; no free block, which may hold dead objects.</param>
    /// <param name="facts">Its type.</param>
    /// <param name="span">Its bytes.</param>
    /// <param name="doubts">Takes what can't be judged yet.</param>
    public bool Hides(HeapPiece piece, ulong address, MethodTableFacts facts, ulong span, SizeDoubts doubts)
    {
        if (piece.Segment.Generation is HeapGeneration.Large or HeapGeneration.Pinned or HeapGeneration.Frozen)
        {
            return false;
        }

        var (end, isLarge) = (address + span, span >= LargeObjectBytes);
        if (isLarge && Follow(piece, end, ObjectsBetweenDamage, ulong.MaxValue, null).Ending == Ending.BadWord)
        {
            return true;
        }

        if (!EndsInObjects(piece, address, end))
        {
            if (isLarge)
            {
                doubts.CountSound();
            }

            return false;
        }

        // Only an array without references may hold what was there before it.
        var isString = facts.Layout is { BaseBytes: (uint)StringBase, ComponentBytes: 2 };
        return facts.HasReferences || !facts.HasLength || isString || span < UninitializedArrayBytes || (isLarge && doubts.IsHiding(address));
    }

    private static byte* MemoryOf(HeapPiece piece) => (byte*)piece.Memory.Pointer - piece.Memory.Start;

    private static bool HasHeader(HeapPiece piece, byte* memory, ulong address) => address < piece.Memory.Start + 8 || *(uint*)(memory + address - 8) <= 1;

    private static bool IsUnused(HeapPiece piece, ulong address) => Array.Exists(piece.Segment.UnusedContexts, unused => unused.Start == address);

    private bool MayBegin(HeapPiece piece, byte* memory, ulong address) =>
        *(ulong*)(memory + address) is >= MethodTableFacts.LeastAddress and var word && HasHeader(piece, memory, address)
        && methodTables.Find(word & MethodTableFacts.AddressMask) is not null;

    /// <summary>The end of a free block, whose length is left when its MethodTable is not: the dead objects in it are passed over. 0 for anything else.</summary>
    private ulong EndOfFree(HeapPiece piece, ulong length)
    {
        var left = piece.Memory.End - length;
        if (left < 16)
        {
            return 0;
        }

        var span = (*(uint*)(MemoryOf(piece) + length) + (ulong)ObjectLayout.MinObjectBytes + 7) & ~7UL;
        return span - 8 <= left && Follow(piece, length - 8 + span, ObjectsToBelieve, ulong.MaxValue, null) is { Ending: not Ending.BadWord, Objects: > 0 } ? length - 8 + span : 0;
    }

    private ulong Search(HeapPiece piece, ulong from, ulong limit, bool isBehindGap, ulong badWord)
    {
        var memory = MemoryOf(piece);
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

            if (*(ulong*)(memory + address) < MethodTableFacts.LeastAddress)
            {
                continue;
            }

            var run = Follow(piece, address, ObjectsToBelieve, ulong.MaxValue, null);
            if (run.Objects > 0 && (run.Ending != Ending.BadWord || isBehindGap && HasHeader(piece, memory, address)
                && (run.Objects >= ObjectsBetweenDamage || run.Word == badWord && HasHeader(piece, memory, run.End))))
            {
                return address;
            }
        }

        return limit;
    }

    /// <summary>Whether at least three objects fill the last bytes in front of an address.</summary>
    private bool EndsInObjects(HeapPiece piece, ulong start, ulong end)
    {
        const ulong LastObject = 256, Window = 4096;
        var memory = MemoryOf(piece);
        var from = Math.Max(start + (ulong)ObjectLayout.MinObjectBytes, end - Math.Min(end, LastObject));
        for (var address = end - (ulong)ObjectLayout.MinObjectBytes; address >= from; address -= 8)
        {
            if (*(ulong*)(memory + address) >= MethodTableFacts.LeastAddress && LeadsTo(address, 1))
            {
                var window = Math.Max(start + (ulong)ObjectLayout.MinObjectBytes, end - Math.Min(end, Window));
                for (; address >= window; address -= 8)
                {
                    if (*(ulong*)(memory + address) >= MethodTableFacts.LeastAddress && LeadsTo(address, ObjectsBetweenDamage))
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        return false;

        bool LeadsTo(ulong address, int least) =>
            HasHeader(piece, memory, address) && Follow(piece, address, int.MaxValue, end, null) is { Ending: Ending.Enough } run && run.End == end && run.Objects >= least;
    }

    /// <summary>Follows the sizes of objects from one to the next.</summary>
    private Run Follow(HeapPiece piece, ulong address, int most, ulong upTo, MethodTableFacts? doubted)
    {
        var memory = MemoryOf(piece);
        for (var seen = 0; ; seen++)
        {
            if (seen == most || address >= upTo)
            {
                return new Run(seen, address, Ending.Enough, 0);
            }

            if (address == piece.Memory.End || IsUnused(piece, address))
            {
                return new Run(seen, address, Ending.Edge, 0);
            }

            var left = piece.Memory.End - address;
            if (left < (ulong)ObjectLayout.MinObjectBytes)
            {
                return new Run(seen, address, Ending.BadWord, NoWord - 1);
            }

            var word = *(ulong*)(memory + address) & MethodTableFacts.AddressMask;
            var facts = methodTables.Find(word) ?? (doubted?.Address == word ? doubted : null);
            if (facts is null)
            {
                return new Run(seen, address, Ending.BadWord, word);
            }

            var span = facts.SpanOf(facts.HasLength ? *(uint*)(memory + address + 8) : 0);
            if (span > left)
            {
                return new Run(seen, address, Ending.BadWord, NoWord - 1);
            }

            address += span;
        }
    }

    /// <param name="Objects">How many follow one another.</param>
    /// <param name="End">Where the last ends.</param>
    /// <param name="Ending">Why no more were looked at.</param>
    /// <param name="Word">What stands there in place of a MethodTable.</param>
    private readonly record struct Run(int Objects, ulong End, Ending Ending, ulong Word);
}
