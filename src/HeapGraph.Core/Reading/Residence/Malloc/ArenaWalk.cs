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

        // What blocks threads keep is known only now: any arena's.
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
                && MallocState.At(_image, next, top => !IsInHeap(top.Top) && places.Any(place => place.Start <= top.Top && top.TopEnd <= place.End)) is { } main)
            {
                _mainState = main;
                _main = new AddressRange(places.First(place => place.Start <= main.Top && main.TopEnd <= place.End).Start, main.TopEnd);
                return;
            }
        }

        _main = heap is var (start, end) && start < end ? new AddressRange(start, end) : default;
    }

    private bool IsInHeap(ulong address) => _heaps.TryGetValue(MallocHeap.StartOf(address), out var heap) && address < heap.End;

    private BlockWalk WalkOf(AddressRange range, ulong first)
    {
        var walk = BlockWalk.Of(_image, range, Math.Min(first, range.End), _mostBlocks - _blocks, _caches.Look, _cancellation);
        _blocks += walk.Blocks;
        return walk;
    }

    private MallocArena Made(ulong address, List<BlockWalk> stretches, bool isMain)
    {
        var state = isMain ? _mainState : _states.GetValueOrDefault(address);
        var cached = Within(stretches, _caches.Blocks.Select(block => (block.Key, block.Value)));
        var fast = Within(stretches, FastBlocks(state, stretches).Where(block => !_caches.Blocks.ContainsKey(block.Block)));
        var inUse = Sum(stretches, stretch => stretch.InUseBytes);
        (cached.Bytes, fast.Bytes) = (Math.Min(cached.Bytes, inUse), Math.Min(fast.Bytes, inUse - Math.Min(cached.Bytes, inUse)));
        return new MallocArena
        {
            Address = address,
            IsMain = isMain,
            Ranges = [.. stretches.Select(stretch => stretch.Range)],
            SystemBytes = Sum(stretches, stretch => stretch.Range.Bytes),
            InUseBytes = inUse - cached.Bytes - fast.Bytes,
            InUseBlocks = Math.Max(0, stretches.Sum(stretch => stretch.InUseBlocks) - cached.Blocks - fast.Blocks),
            CachedBytes = cached.Bytes,
            FreeBytes = Sum(stretches, stretch => stretch.FreeBytes) + fast.Bytes,
            TopBytes = Sum(stretches, stretch => stretch.TopBytes),
            OwnBytes = Sum(stretches, stretch => stretch.OwnBytes),
            UnwalkedBytes = Sum(stretches, stretch => stretch.Range.End - stretch.WalkedTo),
            BrokenAt = stretches.Find(stretch => stretch.BrokenAt is not null)?.BrokenAt,
            Threads = state?.Threads(_image),
            KnowsFastBins = state is not null,
        };
    }

    /// <summary>Small freed blocks that malloc has not joined with their neighbours, and so has left as if they were in use.</summary>
    private IEnumerable<(ulong Block, ulong Bytes)> FastBlocks(MallocState? state, List<BlockWalk> stretches)
    {
        for (var bin = 0; state?.Layout.FastBins is { } bins && bin < MallocLayout.FastBinCount; bin++)
        {
            var bytes = LeastFastBlock + ((ulong)bin * MallocBlockHeader.Bytes);
            var most = (int)Math.Min(int.MaxValue, stretches.Sum(stretch => stretch.InUseBlocks));
            var first = _image.Read<ulong>(state.Address + bins + ((ulong)bin * sizeof(ulong)));
            foreach (var block in FreedList.Of(_image, first, behindHeader: false, most, (at, header) => header.BytesOfBlock == bytes && stretches.Exists(stretch => stretch.Range.Contains(at))) ?? [])
            {
                yield return block;
            }
        }
    }

    /// <summary>How many of some blocks were walked, and their bytes.</summary>
    private static (long Blocks, ulong Bytes) Within(List<BlockWalk> stretches, IEnumerable<(ulong Block, ulong Bytes)> blocks)
    {
        var found = (Blocks: 0L, Bytes: 0UL);
        foreach (var (block, bytes) in blocks.Where(block => stretches.Exists(stretch => stretch.Range.Contains(block.Block) && block.Block < stretch.WalkedTo)))
        {
            found = (found.Blocks + 1, found.Bytes + bytes);
        }

        return found;
    }

    private static ulong Sum(List<BlockWalk> stretches, Func<BlockWalk, ulong> bytes) => stretches.Aggregate(0UL, (sum, stretch) => sum + bytes(stretch));
}
