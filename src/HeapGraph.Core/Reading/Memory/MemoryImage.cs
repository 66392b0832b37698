using System.Runtime.CompilerServices;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>The target's memory, address to bytes, without copying: ascending runs that do not overlap.</summary>
/// <remarks>A look-up costs O(log runs) once per stretch that is read, not per pointer. Any number of threads may read.</remarks>
internal sealed unsafe class MemoryImage : IDisposable
{
    private readonly ulong[] _starts;
    private readonly MemoryRun[] _runs;
    private readonly IDisposable? _owner;

    /// <summary>Makes an image of runs in any order; where they overlap, the one that starts first wins, and of two that start together the first given.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="owner">What to dispose with the image: the mapping that the pointers point into.</param>
    public MemoryImage(IEnumerable<MemoryRun> runs, IDisposable? owner)
    {
        _runs = Untangle(runs);
        _starts = Array.ConvertAll(_runs, run => run.Start);
        _owner = owner;
    }

    /// <summary>All memory that there is, ascending, without overlap.</summary>
    public IEnumerable<AddressRange> Ranges => _runs.Select(run => new AddressRange(run.Start, run.End));

    /// <summary>Where the bytes from an address on can be read.</summary>
    /// <param name="address">The target's address.</param>
    /// <param name="available">How many bytes can be read from there; 0 when none.</param>
    /// <returns>A pointer, null when there is nothing.</returns>
    public byte* PointerTo(ulong address, out ulong available)
    {
        var index = RunAtOrBefore(address);
        if (index < 0 || address >= _runs[index].End)
        {
            available = 0;
            return null;
        }

        var run = _runs[index];
        available = run.End - address;
        return (byte*)run.Pointer + (address - run.Start);
    }

    /// <summary>Reads one value.</summary>
    /// <returns>False when it is not all there.</returns>
    public bool TryRead<T>(ulong address, out T value)
        where T : unmanaged
    {
        var pointer = PointerTo(address, out var available);
        if (available < (ulong)sizeof(T))
        {
            value = default;
            return false;
        }

        value = Unsafe.ReadUnaligned<T>(pointer);
        return true;
    }

    /// <summary>Reads one value, across runs that follow one another; zeros where there is nothing.</summary>
    public T Read<T>(ulong address)
        where T : unmanaged
    {
        T value = default;
        Read(address, new Span<byte>(&value, sizeof(T)));
        return value;
    }

    /// <summary>Reads bytes into a buffer, across runs that follow one another.</summary>
    /// <returns>How many bytes were there.</returns>
    public int Read(ulong address, Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            var pointer = PointerTo(address + (ulong)read, out var available);
            if (available == 0)
            {
                break;
            }

            var count = (int)Math.Min(available, (ulong)(buffer.Length - read));
            new ReadOnlySpan<byte>(pointer, count).CopyTo(buffer[read..]);
            read += count;
        }

        return read;
    }

    /// <summary>How many bytes can be read from an address on, across runs that follow one another.</summary>
    /// <param name="address">The target's address.</param>
    /// <param name="most">No more are looked for.</param>
    public ulong ReadableFrom(ulong address, ulong most)
    {
        ulong found = 0;
        while (found < most)
        {
            PointerTo(address + found, out var available);
            if (available == 0)
            {
                break;
            }

            found += available;
        }

        return Math.Min(found, most);
    }

    /// <summary>The first address from one on that can be read; the last that there is when none can.</summary>
    public ulong NextFrom(ulong address)
    {
        var index = RunAtOrBefore(address);
        return index >= 0 && address < _runs[index].End ? address : index + 1 < _starts.Length ? _starts[index + 1] : ulong.MaxValue;
    }

    /// <summary>The runs that reach into a range, clipped to it, ascending. Runs that follow one another without a
    /// gap but stand apart in our memory are copied together, so that no object lies across two of them.</summary>
    /// <param name="start">First byte of the range.</param>
    /// <param name="end">First byte after it.</param>
    /// <param name="copies">Takes the copies, which the caller disposes after use.</param>
    public List<MemoryRun> RunsOf(ulong start, ulong end, List<MemoryCopy> copies)
    {
        var found = new List<MemoryRun>();
        for (var index = Math.Max(0, RunAtOrBefore(start)); index < _runs.Length && _runs[index].Start < end;)
        {
            var first = index++;
            while (index < _runs.Length && _runs[index].Start == _runs[index - 1].End && _runs[index].Start < end)
            {
                index++;
            }

            var from = Math.Max(start, _runs[first].Start);
            var to = Math.Min(end, _runs[index - 1].End);
            if (from >= to)
            {
                continue;
            }

            if (to <= _runs[first].End)
            {
                found.Add(new MemoryRun(from, to, _runs[first].Pointer + (nint)(from - _runs[first].Start)));
                continue;
            }

            var copy = new MemoryCopy(checked((nuint)(to - from)));
            copies.Add(copy);
            for (var address = from; address < to;)
            {
                var source = PointerTo(address, out var available);
                var bytes = Math.Min(available, to - address);
                Buffer.MemoryCopy(source, copy.Pointer + (address - from), bytes, bytes);
                address += bytes;
            }

            found.Add(new MemoryRun(from, to, (nint)copy.Pointer));
        }

        return found;
    }

    /// <summary>Touches the memory, so that its pages are mapped, run by run until that is enough.</summary>
    /// <remarks>Linux maps as many pages at once as are touched here, and unlike advice to it (MADV_POPULATE_READ) that does not
    /// keep other threads from mapping memory.</remarks>
    public void Touch(CancellationToken isEnough)
    {
        const ulong MappedAtOnce = 64 << 10;
        foreach (var run in _runs)
        {
            for (ulong at = 0; at < run.Bytes && !isEnough.IsCancellationRequested; at += MappedAtOnce)
            {
                _ = Volatile.Read(ref *(byte*)(run.Pointer + (nint)at));
            }
        }
    }

    public void Dispose() => _owner?.Dispose();

    private int RunAtOrBefore(ulong address)
    {
        var index = Array.BinarySearch(_starts, address);
        return index >= 0 ? index : ~index - 1;
    }

    private static MemoryRun[] Untangle(IEnumerable<MemoryRun> runs)
    {
        // Stable, so that the first of two runs at the same address wins.
        var result = new List<MemoryRun>();
        foreach (var run in runs.Where(run => run.End > run.Start).OrderBy(run => run.Start))
        {
            var next = run;
            if (result.Count > 0)
            {
                var last = result[^1];
                if (next.Start < last.End)
                {
                    if (next.End <= last.End)
                    {
                        continue;
                    }

                    next = new MemoryRun(last.End, next.End, next.Pointer + (nint)(last.End - next.Start));
                }

                if (next.Start == last.End && next.Pointer == last.Pointer + (nint)last.Bytes)
                {
                    result[^1] = last with { End = next.End };
                    continue;
                }
            }

            result.Add(next);
        }

        return [.. result];
    }
}
