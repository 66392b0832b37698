using System.Numerics;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Reads the type and length of every object that the heap walk has found, and what it refers to.</summary>
/// <remarks>Each worker walks the objects of a piece once more, now numbered, and resolves each slot through the
/// address table. Then the workers' lists are joined. Memory: the tables (2 bytes per object, 4 per length; with references 4
/// per object and 4 per reference) and the lists (4 per length and reference) until they are joined.</remarks>
internal sealed unsafe class ObjectWalk(HeapWalk walk, MethodTableCache methodTables, ExtraReferences extra, bool readsReferences)
{
    private readonly int[] _offsets = readsReferences ? new int[walk.Addresses.Count + 1] : [];
    private long _dangling;

    /// <summary>For each object the index of its MethodTable in the cache.</summary>
    public LayoutIndexTable MethodTableIndexes { get; } = new(walk.Addresses.Count, methodTables.Known.Count);

    /// <summary>For each object its number of elements or characters, 0 where it has none.</summary>
    public LengthTable Lengths { get; } = new(walk.Addresses.Count);

    /// <summary>What each object refers to; null when that was not asked for.</summary>
    public EdgeTable? References { get; private set; }

    /// <summary>References to places where no object starts.</summary>
    public long DanglingReferences => _dangling;

    /// <summary>Reads the objects.</summary>
    /// <exception cref="NotSupportedException">There are more references than an array can hold.</exception>
    public void Read(IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var pieces = walk.Pieces;
        var (references, lengths) = (new Stretch[pieces.Count], new Stretch[pieces.Count]);
        var done = 0L;
        Workers.ForEach(
            Enumerable.Range(0, pieces.Count).OrderByDescending(index => pieces[index].End - pieces[index].Start).ToArray(),
            () => (References: new TargetList(), Lengths: new TargetList()),
            (lists, index) =>
            {
                var (firstReference, firstLength) = (lists.References.Count, lists.Lengths.Count);
                var objects = ReadPiece(pieces[index], lists.References, lists.Lengths);
                references[index] = new Stretch(lists.References, firstReference, lists.References.Count - firstReference);
                lengths[index] = new Stretch(lists.Lengths, firstLength, lists.Lengths.Count - firstLength);
                progress?.Report(new HeapReadProgress(
                    readsReferences ? "Reading references" : "Reading types", Interlocked.Add(ref done, objects), walk.Addresses.Count, "objects"));
            },
            cancellation);
        Lengths.Fill((uint[])(object)Join(lengths));
        if (readsReferences)
        {
            References = new EdgeTable(_offsets, Join(references));
            var sum = 0;
            for (var index = 1; index < _offsets.Length; index++)
            {
                sum += _offsets[index];
                _offsets[index] = sum;
            }
        }
    }

    private static int[] Join(Stretch[] stretches)
    {
        var starts = new long[stretches.Length];
        var total = 0L;
        for (var index = 0; index < stretches.Length; index++)
        {
            starts[index] = total;
            total += stretches[index].Count;
        }

        if (total > Array.MaxLength)
        {
            throw new NotSupportedException($"{total:N0} references: more than the {Array.MaxLength:N0} that one table holds.");
        }

        var joined = GC.AllocateUninitializedArray<int>((int)total);
        Parallel.For(0, stretches.Length, index =>
        {
            var (list, first, count) = stretches[index];
            list.CopyTo(joined.AsSpan((int)starts[index], (int)count), first);
        });
        return joined;
    }

    /// <returns>How many objects the piece has.</returns>
    private int ReadPiece(HeapPiece piece, TargetList targets, TargetList lengths)
    {
        var rangeStart = walk.Addresses.Ranges[piece.Range].Start;
        var memory = (byte*)piece.Memory.Pointer - piece.Memory.Start;
        var words = walk.Addresses.WordsOf(piece.Range);
        var word = (int)((piece.Start - rangeStart) / AddressTable.BytesPerWord);
        var lastWord = (int)((piece.End - 1 - rangeStart) / AddressTable.BytesPerWord);
        var firstIndex = words[word].ObjectsBefore;
        var objectIndex = firstIndex;
        ulong lastMethodTable = 0;
        MethodTableFacts facts = null!;
        var haveLength = 0UL;
        for (; word <= lastWord; word++)
        {
            var at = memory + rangeStart + (ulong)word * AddressTable.BytesPerWord;
            for (var bits = words[word].Bits; bits != 0; bits &= bits - 1)
            {
                var found = at + (BitOperations.TrailingZeroCount(bits) << 3);
                var methodTable = *(ulong*)found & MethodTableFacts.AddressMask;
                if (methodTable != lastMethodTable)
                {
                    facts = methodTables.Find(methodTable)!;
                    lastMethodTable = methodTable;
                }

                var length = facts.HasLength ? *(uint*)(found + 8) : 0;
                MethodTableIndexes[objectIndex] = facts.Index;
                if (length != 0)
                {
                    lengths.Add((int)length);
                    haveLength |= 1UL << (objectIndex & 63);
                }

                if (readsReferences)
                {
                    var before = targets.Count;
                    if (facts.HasReferences)
                    {
                        ReadReferences(found, facts, length, targets);
                    }

                    extra.AddTo(targets, objectIndex);
                    _offsets[objectIndex + 1] = (int)(targets.Count - before);
                }

                if ((objectIndex & 63) == 63)
                {
                    Lengths.Mark(objectIndex >> 6, haveLength);
                    haveLength = 0;
                }

                objectIndex++;
            }
        }

        if (haveLength != 0)
        {
            Lengths.Mark(objectIndex >> 6, haveLength);
        }

        return objectIndex - firstIndex;
    }

    private void ReadReferences(byte* at, MethodTableFacts facts, uint length, TargetList targets)
    {
        var bytes = facts.Layout.BytesOf(length);
        foreach (var series in facts.Series)
        {
            var end = at + Math.Min(series.Start + series.BytesLessSize + bytes, bytes);
            for (var slot = at + series.Start; slot + 8 <= end; slot += 8)
            {
                AddTarget(*(ulong*)slot, targets);
            }
        }

        if (facts.ElementRuns.Length > 0 && length > 0)
        {
            // The last 8 bytes that count as the array's lie under the header of the object behind it.
            var end = at + bytes - 8;
            for (var slot = at + facts.ElementPointersStart; slot + 8 <= end;)
            {
                foreach (var run in facts.ElementRuns)
                {
                    for (var count = run.Pointers; count > 0 && slot + 8 <= end; count--, slot += 8)
                    {
                        AddTarget(*(ulong*)slot, targets);
                    }

                    slot += run.SkipBytes;
                }
            }
        }

        if (facts.LoaderAllocator != 0)
        {
            AddTarget(facts.LoaderAllocator, targets);
        }
    }

    private void AddTarget(ulong reference, TargetList targets)
    {
        if (reference == 0)
        {
            return;
        }

        var index = walk.Addresses.IndexOf(reference);
        if (index >= 0)
        {
            targets.Add(index);
        }
        else
        {
            Interlocked.Increment(ref _dangling);
        }
    }

    /// <summary>What a worker found in one piece.</summary>
    private readonly record struct Stretch(TargetList List, long First, long Count);
}
