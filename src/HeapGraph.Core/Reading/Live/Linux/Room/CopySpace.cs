using System.Globalization;
using System.Runtime.Versioning;

namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>Where a copy goes: to memory, and to a folder what memory has no room for.</summary>
[SupportedOSPlatform("linux")]
internal sealed class CopySpace : IDisposable
{
    private const long Step = 8 << 20;

    private readonly CopyRoom _room;
    private bool _isTaken;

    private CopySpace(CopyRoom room, Overflow? overflow) => (_room, Overflow) = (room, overflow);

    public CopyRoom Room => _room;

    /// <summary>What goes to a folder; null when memory has room for all.</summary>
    public Overflow? Overflow { get; }

    /// <summary>Makes room for the copy of a process.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="memory">What will be copied, as far as is known.</param>
    /// <param name="bytes">How much that is, with what is copied beside it.</param>
    /// <param name="fileBytes">How much more is read from files.</param>
    /// <param name="length">Length of the copy as it is laid out.</param>
    /// <param name="options">Where it may go.</param>
    /// <param name="crew">How many threads will copy.</param>
    /// <exception cref="HeapReadException">There is none.</exception>
    public static CopySpace For(int processId, IReadOnlyList<CopiedMemory> memory, long bytes, long fileBytes, long length, LiveOptions options, int crew)
    {
        var needed = bytes + fileBytes;
        if (options.OutputFolder is { } folder && new DriveInfo(folder).AvailableFreeSpace is var left && left < needed)
        {
            throw new HeapReadException(
                $"The dump needs {needed:N0} bytes, and '{folder}' has {left:N0} left.",
                new Remedy.Either(new Remedy.Plain("Make room."), new Remedy.SaveElsewhere()));
        }

        var whole = length * 2 + (4L << 30);   // of a sparse file
        var room = CopyRoom.InMemory($"process {processId.ToString(CultureInfo.InvariantCulture)}", whole);
        try
        {
            var inMemory = (long)(FreeMemory.Bytes() * FreeMemory.ShareForCopying) - fileBytes;
            var most = options.SpillFolder is null ? inMemory : 0;
            if (bytes <= most)
            {
                return new CopySpace(room, null);
            }

            var spill = options.SpillFolder ?? options.OutputFolder ?? SpillPlace.Default;
            return bytes > inMemory && SpillPlace.IsInMemory(spill)
                ? throw new HeapReadException(
                    $"The copy of the process needs {needed:N0} bytes, which memory has no room for, and '{spill}' lies in memory too.",
                    new Remedy.Either(new Remedy.SpillElsewhere(IsLarger: false), new Remedy.Plain("End what else takes memory.")))
                : new CopySpace(room, new Overflow(spill, whole, memory, most, crew));
        }
        catch
        {
            room.Dispose();
            throw;
        }
    }

    /// <summary>What of a plan goes to memory.</summary>
    public IEnumerable<CopiedMemory> InMemory(IEnumerable<CopiedMemory> memory) => Overflow is null
        ? memory
        : memory.Select(part => part with { Bytes = Overflow.BytesInMemory(part) }).Where(part => part.Bytes > 0);

    /// <summary>The work of touching the memory that a plan goes to, in steps for any number of threads.</summary>
    public IEnumerable<Action> MakingReady(IEnumerable<CopiedMemory> memory)
    {
        foreach (var (first, last) in CopiedMemory.PlacesOf(InMemory(memory)))
        {
            for (long start = first, end; start < last; start = end)
            {
                var (from, to) = (start, end = Math.Min(last, (start + Step) & -LinuxCalls.HugePageBytes));
                yield return () => _room.MakeReady(from, to);
            }
        }
    }

    /// <summary>The room with all that was copied, which is the caller's from then on.</summary>
    public CopyRoom TakeRoom()
    {
        Overflow?.MapInto(_room);
        _isTaken = true;
        return _room;
    }

    public void Dispose()
    {
        Overflow?.Dispose();
        if (!_isTaken)
        {
            _room.Dispose();
        }
    }
}
