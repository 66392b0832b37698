using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>Where each address of a process goes in the file that takes the copy: neighbours in the process are neighbours
/// in the file, with room between for what appears until the process is frozen.</summary>
/// <remarks>Room costs nothing: the file is sparse. What finds no room goes behind the last window.</remarks>
internal sealed class CoreLayout
{
    public const long HeaderBytes = 64 << 10;

    private const ulong Room = 64 << 20;
    private const ulong LargestMapping = 1UL << 38;   // 256 GB; a reservation, of which single stretches are copied

    private readonly List<Window> _windows = [];
    private long _end = HeaderBytes;

    private readonly record struct Window(ulong Start, ulong End, long Offset);

    public CoreLayout(IEnumerable<MemoryMapping> mappings)
    {
        var ranges = new List<(ulong Start, ulong End)>();
        foreach (var mapping in mappings.Where(mapping => mapping.Bytes < LargestMapping))
        {
            if (ranges.Count > 0 && mapping.Start - ranges[^1].End <= Room)
            {
                ranges[^1] = (ranges[^1].Start, mapping.End);
            }
            else
            {
                ranges.Add((mapping.Start, mapping.End));
            }
        }

        for (var index = 0; index < ranges.Count; index++)
        {
            var before = ranges[index].Start - (index > 0 ? ranges[index - 1].End : 0);
            var behind = (index + 1 < ranges.Count ? ranges[index + 1].Start : 1UL << 63) - ranges[index].End;
            AddWindow(ranges[index].Start - RoomIn(before), ranges[index].End + RoomIn(behind));
        }
    }

    /// <summary>Length of the file, as far as it is laid out.</summary>
    public long End => _end;

    /// <summary>The place of a stretch, which is made where there is none.</summary>
    public long OffsetOf(ulong start, ulong end)
    {
        foreach (var window in CollectionsMarshal.AsSpan(_windows))
        {
            if (start >= window.Start && end <= window.End)
            {
                return window.Offset + (long)(start - window.Start);
            }
        }

        AddWindow(start, end);
        return _windows[^1].Offset;
    }

    private static ulong RoomIn(ulong gap) => Math.Min(Room, gap / 2) / OwnPages.PageBytes * OwnPages.PageBytes;

    private void AddWindow(ulong start, ulong end)
    {
        _windows.Add(new Window(start, end, _end));
        _end += (long)(end - start);
    }
}
