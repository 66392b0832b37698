using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>Large blocks that a process has allocated from the C library and that nothing of the runtime refers to: images, buffers, models. No
/// question about the heap needs them, so they are copied when the process runs on.</summary>
/// <remarks>glibc gives a block of 128 KB and more pages of its own, which begin with a header (<see cref="MallocBlockHeader"/>). What looks like a pointer to a block counts as one, in the runtime's variables, its code, and all other
/// memory without a file but the heap, the C library's small blocks and large blocks that are not referred to themselves. Other C libraries mark
/// nothing: then all is copied at once, and so it is where more than <see cref="MostLookedAt"/> would have to be looked at, which takes a second while
/// the process runs.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe class NativeBlocks
{
    private const ulong MostLookedAt = 1 << 30, WorthIt = 64 << 20, ArenaBytes = 64 << 20;
    private const int WordsAtOnce = 128 << 10, HeadersAtOnce = 512;   // no more than IOV_MAX

    private readonly int _processId;
    private readonly List<Block> _blocks = [];
    private ulong _lookedAt;

    private NativeBlocks(int processId) => _processId = processId;

    /// <summary>Looks for them; there are none where they would save little.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="mappings">Its mappings.</param>
    /// <param name="own">For each the pages that are its own.</param>
    /// <param name="heap">Where the GC's segments lie, ascending.</param>
    /// <param name="cancellation">Ends it.</param>
    public static NativeBlocks Of(
        int processId,
        IReadOnlyList<MemoryMapping> mappings,
        IReadOnlyList<List<LinuxCalls.Stretch>> own,
        IReadOnlyList<(ulong Start, ulong End)> heap,
        CancellationToken cancellation)
    {
        var found = new NativeBlocks(processId);
        LinuxCalls.Stretch[] plain = [.. mappings.Zip(own).Where(pair => IsPlain(pair.First)).SelectMany(pair => Outside(heap, pair.Second))];
        if (plain.Sum(stretch => (long)stretch.Bytes) < (long)WorthIt)
        {
            return found;
        }

        foreach (var (mapping, pages) in mappings.Zip(own).Where(pair => IsPlain(pair.First)))
        {
            found.Find(Outside(heap, [new LinuxCalls.Stretch(mapping.Start, mapping.Bytes)]), pages, cancellation);
        }

        found._lookedAt = 0;
        found.LeaveOutReferredTo([.. Runtimes(processId, mappings, own), .. plain], cancellation);
        if (found._lookedAt > MostLookedAt)
        {
            found._blocks.Clear();
        }

        return found;
    }

    /// <summary>Those that are still what they were, ascending; asked while the process stands still.</summary>
    public List<(ulong Start, ulong End)> StillThere()
    {
        var there = new List<(ulong Start, ulong End)>();
        var headers = stackalloc MallocBlockHeader[HeadersAtOnce];
        var places = stackalloc LinuxCalls.Stretch[HeadersAtOnce];
        for (var first = 0; first < _blocks.Count; first += HeadersAtOnce)
        {
            var count = Math.Min(HeadersAtOnce, _blocks.Count - first);
            for (var index = 0; index < count; index++)
            {
                (headers[index], places[index]) = (default, new LinuxCalls.Stretch(_blocks[first + index].Start, (ulong)sizeof(MallocBlockHeader)));
            }

            var local = new LinuxCalls.Stretch((ulong)headers, (ulong)(count * sizeof(MallocBlockHeader)));
            _ = LinuxCalls.ReadMemory(_processId, &local, 1, places, (nuint)count, 0);
            for (var index = 0; index < count; index++)
            {
                if (headers[index].BytesOfPages == _blocks[first + index].Bytes)
                {
                    there.Add((_blocks[first + index].Start, _blocks[first + index].Start + _blocks[first + index].Bytes));
                }
            }
        }

        return there;
    }

    // Arenas of small blocks begin where nothing else does.
    private static bool IsPlain(MemoryMapping mapping) =>
        mapping is { IsAnonymous: true, IsPrivate: true, Path: "" } && mapping.Access[..3] == "rw-" && mapping.Start % ArenaBytes != 0;

    private static IEnumerable<LinuxCalls.Stretch> Outside(IReadOnlyList<(ulong Start, ulong End)> heap, IEnumerable<LinuxCalls.Stretch> stretches)
    {
        foreach (var (address, bytes) in stretches)
        {
            var (at, end) = (address, address + bytes);
            foreach (var used in heap.Where(used => used.Start < end && address < used.End))
            {
                if (at < used.Start)
                {
                    yield return new LinuxCalls.Stretch(at, used.Start - at);
                }

                at = used.End;
            }

            if (at < end)
            {
                yield return new LinuxCalls.Stretch(at, end - at);
            }
        }
    }

    /// <param name="places">Where blocks may lie in a mapping, ascending.</param>
    /// <param name="own">The pages of it that are there, ascending.</param>
    /// <param name="cancellation">Ends it.</param>
    private void Find(IEnumerable<LinuxCalls.Stretch> places, List<LinuxCalls.Stretch> own, CancellationToken cancellation)
    {
        foreach (var place in places)
        {
            var at = place.Address;
            foreach (var stretch in own.Where(stretch => stretch.Address < place.Address + place.Bytes && place.Address < stretch.Address + stretch.Bytes))
            {
                cancellation.ThrowIfCancellationRequested();
                for (at = Math.Max(at, stretch.Address); at < stretch.Address + stretch.Bytes && _lookedAt <= MostLookedAt;)
                {
                    MallocBlockHeader header = default;
                    _ = LiveMemory.Read(_processId, at, MemoryMarshal.AsBytes(new Span<MallocBlockHeader>(ref header)));
                    if (header.BytesOfPages is >= MallocBlockHeader.LargeBytes and var bytes && bytes <= place.Address + place.Bytes - at)
                    {
                        _blocks.Add(new Block(at, bytes));
                        at += bytes;
                    }
                    else
                    {
                        at += OwnPages.PageBytes;
                        _lookedAt += OwnPages.PageBytes;   // what follows will be looked at for references, too
                    }
                }
            }
        }
    }

    /// <summary>Where the runtime keeps what it knows, but for what it has from the C library in small blocks.</summary>
    private static List<LinuxCalls.Stretch> Runtimes(int processId, IReadOnlyList<MemoryMapping> mappings, IReadOnlyList<List<LinuxCalls.Stretch>> own)
    {
        var path = new LiveMemory(processId, mappings).RuntimePath;
        var places = new List<LinuxCalls.Stretch>();
        for (var index = 0; index < mappings.Count; index++)
        {
            var mapping = mappings[index];
            if (mapping.IsRuntimeCode)
            {
                places.Add(new LinuxCalls.Stretch(mapping.Start, mapping.Bytes));
            }
            else if ((path is not null && mapping.Path == path) || mapping is { IsAnonymous: true, Path: "" } && mapping.Access[2] == 'x')
            {
                places.AddRange(own[index]);
            }
        }

        return places;
    }

    /// <summary>Takes away the blocks that are referred to, and those that these refer to.</summary>
    private void LeaveOutReferredTo(List<LinuxCalls.Stretch> places, CancellationToken cancellation)
    {
        var isReferredTo = new bool[_blocks.Count];
        var words = GC.AllocateUninitializedArray<ulong>(WordsAtOnce);
        for (var next = 0; next < places.Count && _blocks.Count > 0; next++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var (at, end) = (places[next].Address, places[next].Address + places[next].Bytes); at < end && _lookedAt <= MostLookedAt;)
            {
                // What lies in a block is looked at only once that is referred to, and then is a place of its own.
                var inside = BlockAt(at);
                if (inside >= 0 && !isReferredTo[inside])
                {
                    at = _blocks[inside].Start + _blocks[inside].Bytes;
                    continue;
                }

                var last = inside >= 0 ? _blocks[inside].Start + _blocks[inside].Bytes : NextBlockAfter(at);
                var bytes = (int)Math.Min(Math.Min(end, last) - at, WordsAtOnce * sizeof(ulong));
                var read = LiveMemory.Read(_processId, at, MemoryMarshal.AsBytes(words.AsSpan())[..bytes]);
                foreach (var word in words.AsSpan(0, Math.Max(0, read) / sizeof(ulong)))
                {
                    if (BlockAt(word) is var block and >= 0 && !isReferredTo[block])
                    {
                        isReferredTo[block] = true;
                        places.Add(new LinuxCalls.Stretch(_blocks[block].Start, _blocks[block].Bytes));
                    }
                }

                at += (ulong)bytes;
                _lookedAt += (ulong)bytes;
            }
        }

        var index = 0;
        _blocks.RemoveAll(_ => isReferredTo[index++]);
    }

    /// <returns>The index of the block that an address lies in; -1 for none.</returns>
    private int BlockAt(ulong address)
    {
        if (_blocks.Count == 0 || address < _blocks[0].Start || address >= _blocks[^1].Start + _blocks[^1].Bytes)
        {
            return -1;
        }

        var (low, high) = (0, _blocks.Count);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = _blocks[middle].Start <= address ? (middle, high) : (low, middle);
        }

        return address < _blocks[low].Start + _blocks[low].Bytes ? low : -1;
    }

    private ulong NextBlockAfter(ulong address)
    {
        var (low, high) = (0, _blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _blocks[middle].Start > address ? (low, middle) : (middle + 1, high);
        }

        return low < _blocks.Count ? _blocks[low].Start : ulong.MaxValue;
    }

    private readonly record struct Block(ulong Start, ulong Bytes);
}
