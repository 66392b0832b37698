using System.Numerics;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Reads the type and length of every object that the heap walk has found, and what it refers to.</summary>
/// <remarks>Each worker walks the objects of a piece once more, now numbered, and resolves each slot through the
/// address table. Then the workers' lists are joined. Memory: the arrays (8 bytes per object; with references 4 more, and 4
/// per reference) and the lists (4 per reference) until they are joined.</remarks>
internal sealed unsafe class ObjectWalk(HeapWalk walk, MethodTableCache methodTables, ExtraReferences extra, bool readsReferences)
{
    private readonly int[] _offsets = readsReferences ? new int[walk.Addresses.Count + 1] : [];
    private long _dangling;

    /// <summary>For each object the index of its MethodTable in the cache.</summary>
    public int[] MethodTableIndexes { get; } = GC.AllocateUninitializedArray<int>(walk.Addresses.Count);

    /// <summary>For each object its number of elements or characters, 0 where it has none.</summary>
    public uint[] Lengths { get; } = GC.AllocateUninitializedArray<uint>(walk.Addresses.Count);

    /// <summary>What each object refers to; null when that was not asked for.</summary>
    public EdgeTable? References { get; private set; }

    /// <summary>References to places where no object starts.</summary>
    public long DanglingReferences => _dangling;

    /// <summary>Reads the objects.</summary>
    /// <exception cref="NotSupportedException">There are more references than an array can hold.</exception>
    public void Read(IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var pieces = walk.Pieces;
        var found = new (TargetList List, long First, long Count)[pieces.Count];
        var done = 0L;
        Workers.ForEach(
            Enumerable.Range(0, pieces.Count).OrderByDescending(index => pieces[index].End - pieces[index].Start).ToArray(),
            () => new TargetList(),
            (targets, index) =>
            {
                var first = targets.Count;
                var objects = ReadPiece(pieces[index], targets);
                found[index] = (targets, first, targets.Count - first);
                progress?.Report(new HeapReadProgress(
                    readsReferences ? "Reading references" : "Reading types", Interlocked.Add(ref done, objects), walk.Addresses.Count, "objects"));
            },
            cancellation);
        if (readsReferences)
        {
            References = Join(found);
        }
    }

    private EdgeTable Join((TargetList List, long First, long Count)[] found)
    {
        var starts = new long[found.Length];
        var total = 0L;
        for (var index = 0; index < found.Length; index++)
        {
            starts[index] = total;
            total += found[index].Count;
        }

        if (total > Array.MaxLength)
        {
            throw new NotSupportedException($"{total:N0} references: more than the {Array.MaxLength:N0} that one table holds.");
        }

        var joined = GC.AllocateUninitializedArray<int>((int)total);
        var sum = 0;
        for (var index = 1; index < _offsets.Length; index++)
        {
            sum += _offsets[index];
            _offsets[index] = sum;
        }

        Parallel.For(0, found.Length, index =>
        {
            var (list, first, count) = found[index];
            list.CopyTo(joined.AsSpan((int)starts[index], (int)count), first);
        });
        return new EdgeTable(_offsets, joined);
    }

    /// <returns>How many objects the piece has.</returns>
    private int ReadPiece(HeapPiece piece, TargetList targets)
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
                Lengths[objectIndex] = length;
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

                objectIndex++;
            }
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
}
