using System.Collections.Concurrent;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>Finds every object of the heap: where it starts, and how many there are of each MethodTable.</summary>
/// <remarks>All cores take pieces of at most 16 MB from one list, largest first, so a heap of a thousand regions and
/// one of a single huge segment balance alike. A piece inside a segment begins at the first plausible object; where
/// the piece before it ends somewhere else, it is walked again from there, so the result is that of one walk from the
/// segment's first object. Memory: 12 bytes per 512 bytes of heap that the dump holds.</remarks>
internal sealed class HeapWalk
{
    /// <summary>Why memory is a gap that the dump does not hold.</summary>
    public const string NotInDump = "not in the dump";

    private const ulong MostPieceBytes = 16UL << 20;
    private const ulong LeastPieceBytes = 1UL << 20;
    private const ulong PiecesPerWorker = 8;

    private readonly List<HeapPiece> _pieces = [];
    private readonly List<AddressRange> _ranges = [];
    private readonly List<HeapGap> _absent = [];   // parts of segments that the dump does not hold
    private readonly MethodTableCache _methodTables;
    private readonly SizeDoubts _doubts = new();
    private readonly ulong _pieceBytes;

    private HeapWalk(MemoryImage image, HeapSegment[] segments, MethodTableCache methodTables, List<MemoryCopy> copies)
    {
        _methodTables = methodTables;
        BytesTotal = segments.Aggregate(0UL, (sum, segment) => sum + segment.Range.Bytes);
        _pieceBytes = Math.Clamp(BytesTotal / ((ulong)Environment.ProcessorCount * PiecesPerWorker), LeastPieceBytes, MostPieceBytes)
            / AddressTable.BytesPerWord * AddressTable.BytesPerWord;
        foreach (var segment in segments)
        {
            AddPieces(image, segment, copies);
        }
    }

    /// <summary>Pieces in address order; they keep the gaps and the memory that they were walked in.</summary>
    public IReadOnlyList<HeapPiece> Pieces => _pieces;

    public AddressTable Addresses { get; private set; } = AddressTable.Of([]);

    /// <summary>How many objects there are of each MethodTable.</summary>
    public ObjectTally Tally { get; private set; } = new();

    private ulong BytesTotal { get; }

    /// <summary>Walks the heap.</summary>
    /// <param name="image">The target's memory.</param>
    /// <param name="segments">Ascending, without overlap.</param>
    /// <param name="methodTables">Filled on the way.</param>
    /// <param name="copies">Takes copies of memory that lies scattered in the dump.</param>
    /// <param name="progress">Told how many bytes of the heap are done.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public static HeapWalk Of(
        MemoryImage image,
        HeapSegment[] segments,
        MethodTableCache methodTables,
        List<MemoryCopy> copies,
        IProgress<HeapReadProgress>? progress,
        CancellationToken cancellation)
    {
        var walk = new HeapWalk(image, segments, methodTables, copies);
        var builder = new AddressTableBuilder([.. walk._ranges]);
        walk.WalkPieces(builder, progress, cancellation);
        walk._doubts.Close();
        if (walk._doubts.HasHiding || methodTables.BelievedCount > 0)
        {
            // What was learned on the way holds for the whole heap.
            (builder, walk.Tally) = (new AddressTableBuilder([.. walk._ranges]), new ObjectTally());
            walk.WalkPieces(builder, progress, cancellation);
        }

        walk.Stitch(builder);
        walk.Addresses = builder.Build();
        return walk;
    }

    /// <summary>What was read and what was not.</summary>
    public HeapCoverage Coverage()
    {
        HeapGap[] gaps = _absent.Count == 0 && _pieces.TrueForAll(piece => piece.Gaps.Count == 0)
            ? []
            : [.. _absent.Concat(_pieces.SelectMany(piece => piece.Gaps)).OrderBy(gap => gap.Address)];
        return new HeapCoverage
        {
            BytesTotal = (long)BytesTotal,
            BytesWalked = (long)BytesTotal - (gaps.Length == 0 ? 0 : gaps.Sum(gap => gap.Bytes)),
            FreeBytes = _pieces.Sum(piece => piece.FreeBytes),
            FreeBlocks = _pieces.Sum(piece => piece.FreeBlocks),
            Gaps = gaps,
            Spaces = [.. _pieces.GroupBy(piece => piece.Segment.Generation)
                .OrderBy(space => space.Key ?? HeapGeneration.Gen2).ThenBy(space => space.Key is null).Select(space => new HeapSpace(
                space.Key,
                space.Sum(piece => (long)(piece.End - piece.Start)),
                space.Sum(piece => piece.FreeBytes),
                space.Sum(piece => piece.FreeBlocks),
                space.Max(piece => piece.LargestFreeBytes)))],
        };
    }

    private void AddPieces(MemoryImage image, HeapSegment segment, List<MemoryCopy> copies)
    {
        // Large objects are few, and each piece would begin inside one.
        var step = segment.Generation == HeapGeneration.Large ? ulong.MaxValue : _pieceBytes;
        var covered = segment.Range.Start;
        foreach (var run in image.RunsOf(segment.Range.Start, segment.Range.End, copies))
        {
            var range = new AddressRange((run.Start + 7) & ~7UL, run.End);
            if (range.Start >= range.End)
            {
                continue;
            }

            AddAbsent(covered, range.Start);
            covered = range.End;
            for (var start = range.Start; start < range.End;)
            {
                var end = step < range.End - start ? start + step : range.End;
                _pieces.Add(new HeapPiece(_ranges.Count, segment, run, start, end, start == segment.Range.Start));
                start = end;
            }

            _ranges.Add(range);
        }

        AddAbsent(covered, segment.Range.End);

        void AddAbsent(ulong from, ulong to)
        {
            if (to > from)
            {
                _absent.Add(new HeapGap(from, (long)(to - from), NotInDump));
            }
        }
    }

    private void WalkPieces(AddressTableBuilder builder, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var done = 0L;
        var workers = new ConcurrentBag<PieceWalker>();
        var order = _pieces.OrderByDescending(piece => piece.End - piece.Start).ToArray();
        var ahead = 0;
        for (var index = 0; index < Environment.ProcessorCount; index++)
        {
            ReadAhead();
        }

        Workers.ForEach(order, NewWorker, (walker, piece) =>
        {
            ReadAhead();
            walker.Walk(piece);
            progress?.Report(new HeapReadProgress(
                "Reading objects", Interlocked.Add(ref done, (long)(piece.End - piece.Start)), (long)BytesTotal, "bytes"));
        }, cancellation);
        foreach (var worker in workers)
        {
            Tally.Add(worker.Tally);
        }

        // Of large objects the walk touches the first bytes only.
        void ReadAhead()
        {
            if (Interlocked.Increment(ref ahead) - 1 is var next && next < order.Length && order[next].Segment.Generation != HeapGeneration.Large)
            {
                var piece = order[next];
                MemoryAdvice.ReadAhead(piece.Memory.Pointer + (nint)(piece.Start - piece.Memory.Start), piece.End - piece.Start);
            }
        }

        PieceWalker NewWorker()
        {
            var worker = new PieceWalker(_methodTables, builder, _doubts);
            workers.Add(worker);
            return worker;
        }
    }

    private void Stitch(AddressTableBuilder builder)
    {
        var (undone, mended) = (new PieceWalker(_methodTables, builder, _doubts), new PieceWalker(_methodTables, builder, _doubts));
        for (var index = 1; index < _pieces.Count; index++)
        {
            var (before, piece) = (_pieces[index - 1], _pieces[index]);
            if (before.Range == piece.Range && piece.FirstObject != before.Next)
            {
                undone.Walk(piece, piece.FirstObject);
                builder.Clear(piece.Range, piece.Start, piece.End);
                mended.Walk(piece, before.Next);
            }
        }

        Tally.Remove(undone.Tally);
        Tally.Add(mended.Tally);
    }
}
