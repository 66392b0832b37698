using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>Walks the blocks of all arenas, and tells which of those that look as if they were in use are freed.</summary>
internal sealed class ArenaWalk
{
    private const ulong LeastFastBlock = 32;

    private readonly MemoryImage _image;
    private readonly IReadOnlyList<(ulong Start, ulong End)> _chains;
    private readonly SortedDictionary<ulong, MallocHeap> _heaps = [];   // by their first byte
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<ulong, MallocState> _states = [];
    private readonly ThreadCaches _caches;
    private readonly long _mostBlocks;
    private readonly Dictionary<ulong, BlockWalk> _stretches = [];   // by their first byte
    private long _listedLeft;
    private MallocState? _mainState;
    private AddressRange _main;   // [heap], as far as it is malloc's; empty for none
    private long _blocks;

    /// <param name="image">The memory.</param>
    /// <param name="chains">Where arenas may lie: mappings, those that follow one another as one.</param>
    /// <param name="mostBlocks">No more blocks are walked.</param>
    /// <param name="cancellation">Ends it.</param>
    public ArenaWalk(MemoryImage image, IReadOnlyList<(ulong Start, ulong End)> chains, long mostBlocks, CancellationToken cancellation)
    {
        (_image, _chains, _mostBlocks, _cancellation) = (image, chains, mostBlocks, cancellation);
        _listedLeft = mostBlocks;
        _caches = new ThreadCaches(image, block => _main.Contains(block) || IsInHeap(block), mostBlocks);
        foreach (var heap in MallocHeap.In(image, chains, cancellation))
        {
            _heaps.Add(heap.Start, heap);
        }

        foreach (var arena in _heaps.Values.GroupBy(heap => heap.Arena))
        {
            if (MallocState.At(image, arena.Key, top => arena.Any(heap => heap.Start < top.Top && heap.End == top.TopEnd)) is { } state)
            {
                _states.Add(arena.Key, state);
            }
        }
    }

    /// <param name="heap">The process's [heap]; null when it is not known.</param>
    public (IReadOnlyList<MallocArena> Arenas, long Blocks, bool IsCut) Walk((ulong Start, ulong End)? heap)
    {
        FindMain(heap);
        var walks = new List<(ulong Arena, List<BlockWalk> Stretches)>();
        if (_main.Bytes > 0)
        {
            walks.Add((_mainState?.Address ?? 0, [WalkOf(_main, _main.Start)]));
        }

        foreach (var arena in _heaps.Values.GroupBy(stretch => stretch.Arena))
        {
            var first = arena.First(stretch => stretch.Previous == 0);
            var behindState = first.FirstBlockBehind((_states.GetValueOrDefault(arena.Key)?.Layout ?? MallocLayout.All[0]).Bytes);
            walks.Add((arena.Key, [.. arena.Select(stretch => WalkOf(
                new AddressRange(stretch.Start, stretch.End), stretch == first ? behindState : stretch.Start + first.HeaderBytes))]));
        }

        // What threads keep may be any arena's, and is known only now.
        foreach (var (block, bytes) in _caches.Blocks)
        {
            StretchAt(block)?.IsFreed(block, bytes, isCached: true);
        }

        var arenas = walks.Select((arena, index) => Made(arena.Arena, arena.Stretches, isMain: index == 0 && _main.Bytes > 0)).ToList();

        // Other allocators have a [heap], too.
        arenas.RemoveAll(arena => arena is { IsMain: true, Address: 0 } && _heaps.Count == 0 && (arena.BrokenAt is not null || arena.InUseBlocks == 0));
        return (arenas, _blocks, _blocks >= _mostBlocks && arenas.Exists(arena => arena.UnwalkedBytes > 0));
    }

    /// <summary>The main arena is described among the C library's variables; the others, in a ring with it, lead there.</summary>
    private void FindMain((ulong Start, ulong End)? heap)
    {
        var places = heap is { } given ? [given] : _chains;
        foreach (var state in _states.Values)
        {
            var next = state.Next(_image);
            for (var steps = 0; steps < _states.Count && _states.TryGetValue(next, out var other); steps++)
            {
                next = other.Next(_image);
            }

            if (next != 0 && !IsInHeap(next)
                && MallocState.At(_image, next, top => places.Any(place => IsMainIn(place, top))) is { } main)
            {
                _mainState = main;
                _main = new AddressRange(places.First(place => IsMainIn(place, (main.Top, main.TopEnd))).Start, main.TopEnd);
                return;
            }
        }

        _main = heap is var (start, end) && start < end && AreNoHeapsIn(start, end) ? new AddressRange(start, end) : default;
    }

    private bool IsMainIn((ulong Start, ulong End) place, (ulong Top, ulong TopEnd) last) =>
        place.Start <= last.Top && last.TopEnd <= place.End && AreNoHeapsIn(place.Start, last.TopEnd);

    private bool AreNoHeapsIn(ulong start, ulong end) => _heaps.Values.All(heap => heap.End <= start || end <= heap.Start);

    private BlockWalk? StretchAt(ulong address) =>
        _stretches.GetValueOrDefault(_main.Contains(address) ? _main.Start : MallocHeap.StartOf(address)) is { } stretch && stretch.Range.Contains(address) ? stretch : null;

    private bool IsInHeap(ulong address) => _heaps.TryGetValue(MallocHeap.StartOf(address), out var heap) && address < heap.End;

    private BlockWalk WalkOf(AddressRange range, ulong first)
    {
        var walk = BlockWalk.Of(_image, range, Math.Min(first, range.End), _mostBlocks - _blocks, _caches.Look, _cancellation);
        _blocks += walk.Blocks;
        _stretches[range.Start] = walk;
        return walk;
    }

    private MallocArena Made(ulong address, List<BlockWalk> stretches, bool isMain)
    {
        var state = isMain ? _mainState : _states.GetValueOrDefault(address);
        var knowsFastBins = state is not null && TakeFastBlocks(state);
        return new MallocArena
        {
            Address = address,
            IsMain = isMain,
            Ranges = [.. stretches.Select(stretch => stretch.Range)],
            SystemBytes = Sum(stretches, stretch => stretch.Range.Bytes),
            InUseBytes = Sum(stretches, stretch => stretch.InUseBytes),
            InUseBlocks = stretches.Sum(stretch => stretch.InUseBlocks),
            CachedBytes = Sum(stretches, stretch => stretch.CachedBytes),
            FreeBytes = Sum(stretches, stretch => stretch.FreeBytes),
            TopBytes = Sum(stretches, stretch => stretch.TopBytes),
            OwnBytes = Sum(stretches, stretch => stretch.OwnBytes),
            UnwalkedBytes = Sum(stretches, stretch => stretch.Range.End - stretch.WalkedTo),
            BrokenAt = stretches.Find(stretch => stretch.BrokenAt is not null)?.BrokenAt,
            Threads = state?.Threads(_image),
            KnowsFastBins = knowsFastBins,
        };
    }

    /// <summary>Small freed blocks that malloc has not joined with their neighbours, and so has left as if they were in use.</summary>
    /// <returns>False when a list could not be followed.</returns>
    private bool TakeFastBlocks(MallocState state)
    {
        var areKnown = true;
        for (var bin = 0; state.Layout.FastBins is { } bins && bin < MallocLayout.FastBinCount; bin++)
        {
            var bytes = LeastFastBlock + ((ulong)bin * MallocBlockHeader.Bytes);
            var first = _image.Read<ulong>(state.Address + bins + ((ulong)bin * sizeof(ulong)));
            var blocks = new FreedList(first, IsBehindHeader: false).Blocks(_image, ref _listedLeft, (block, header) => header.BytesOfBlock == bytes && StretchAt(block) is not null);
            areKnown &= blocks is not null;
            foreach (var (block, _) in blocks ?? [])
            {
                StretchAt(block)?.IsFreed(block, bytes, isCached: false);
            }
        }

        return areKnown;
    }

    private static ulong Sum(List<BlockWalk> stretches, Func<BlockWalk, ulong> bytes) => stretches.Aggregate(0UL, (sum, stretch) => sum + bytes(stretch));
}
