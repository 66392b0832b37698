using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Residence.Malloc;

/// <summary>Walks the blocks of all arenas, and tells which of those that look as if they were in use are freed.</summary>
internal sealed class ArenaWalk
{
    private const ulong LeastFastBlock = 32, PageBytes = 4096;
    private const int MostPagesTried = 16 << 10;   // 64 MB

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
    private readonly List<AddressRange> _main = [];   // [heap], as far as it is malloc's, and what the main arena has elsewhere
    private long _blocks;

    /// <param name="image">The memory.</param>
    /// <param name="chains">Where arenas may lie: mappings, those that follow one another as one.</param>
    /// <param name="mostBlocks">No more blocks are walked.</param>
    /// <param name="cancellation">Ends it.</param>
    public ArenaWalk(MemoryImage image, IReadOnlyList<(ulong Start, ulong End)> chains, long mostBlocks, CancellationToken cancellation)
    {
        (_image, _chains, _mostBlocks, _cancellation) = (image, chains, mostBlocks, cancellation);
        _listedLeft = mostBlocks;
        _caches = new ThreadCaches(image, block => StretchStart(block) is not null, mostBlocks);
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
        if (_main.Count > 0)
        {
            walks.Add((_mainState?.Address ?? 0, [.. _main.Select(range => WalkOf(range, range.Start))]));
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

        var arenas = walks.Select((arena, index) => Made(arena.Arena, arena.Stretches, isMain: index == 0 && _main.Count > 0)).ToList();

        // Other allocators have a [heap], too.
        arenas.RemoveAll(arena => arena is { IsMain: true, Address: 0 } && _heaps.Count == 0 && (arena.BrokenAt is not null || arena.InUseBlocks == 0));
        return (arenas, _blocks, _blocks >= _mostBlocks && arenas.Exists(arena => arena.UnwalkedBytes > 0));
    }

    /// <summary>The main arena is described among the C library's variables; the others, in a ring with it, lead there.</summary>
    private void FindMain((ulong Start, ulong End)? heap)
    {
        var places = heap is { } given ? [given, .. _chains] : _chains;
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
                var place = places.First(place => IsMainIn(place, (main.Top, main.TopEnd)));
                if (place == heap)
                {
                    heap = (place.Start, main.TopEnd);
                }
                else
                {
                    // Where [heap] could grow no more, the main arena goes on anywhere, in several pieces. The last one is known.
                    _main.Add(new AddressRange(StartOfMain(place.Start, main.Top), main.TopEnd));
                }

                break;
            }
        }

        if (heap is var (from, to) && from < to && AreNoHeapsIn(from, to) && !_main.Exists(piece => piece.Start < to && from < piece.End))
        {
            _main.Insert(0, new AddressRange(from, to));
        }
    }

    /// <summary>From which page on all blocks up to the main arena's last one follow one another; that one itself where there are none.</summary>
    private ulong StartOfMain(ulong start, ulong top)
    {
        for (var (page, tried) = (start, 0); page < top && tried < MostPagesTried; (page, tried) = (page + PageBytes, tried + 1))
        {
            var walk = BlockWalk.Of(_image, new AddressRange(page, top), page, _mostBlocks, (_, _) => { }, _cancellation);
            _listedLeft -= walk.Blocks;
            if (walk.BrokenAt is null && (walk.WalkedTo == top || walk.Blocks >= _mostBlocks))
            {
                return page;
            }

            if (_listedLeft < 0)
            {
                break;
            }
        }

        return top;
    }

    private bool IsMainIn((ulong Start, ulong End) place, (ulong Top, ulong TopEnd) last) =>
        place.Start <= last.Top && last.TopEnd <= place.End && AreNoHeapsIn(place.Start, last.TopEnd);

    private bool AreNoHeapsIn(ulong start, ulong end) => _heaps.Values.All(heap => heap.End <= start || end <= heap.Start);

    private ulong? StretchStart(ulong address)
    {
        foreach (var range in _main)
        {
            if (range.Contains(address))
            {
                return range.Start;
            }
        }

        return IsInHeap(address) ? MallocHeap.StartOf(address) : null;
    }

    private BlockWalk? StretchAt(ulong address) => StretchStart(address) is { } start ? _stretches.GetValueOrDefault(start) : null;

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
            ElsewhereBytes = isMain && state?.SystemBytes(_image) is { } all ? all - Math.Min(all, Sum(stretches, stretch => stretch.Range.Bytes)) : 0,
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
