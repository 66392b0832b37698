using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>Which pages of a process exist and are its own: written to at least once, in memory or swapped out. All others
/// are zero or what stands in the file behind them, and reading them would make the process larger.</summary>
/// <remarks>The PAGEMAP_SCAN ioctl takes some 12 ms per GB of memory on one core, so all cores share it; before Linux 6.7
/// /proc/PID/pagemap is read, 8 bytes a page.</remarks>
internal sealed unsafe class OwnPages : IDisposable
{
    public static readonly ulong PageBytes = (ulong)Environment.SystemPageSize;

    private const nuint ScanRequest = 0xC0606610;   // _IOWR('f', 16, struct pm_scan_arg)
    private const ulong IsFile = 4, IsPresent = 8, IsSwapped = 16, IsZero = 32;
    private const int RegionsAtOnce = 1024, EntriesAtOnce = 4096;
    private const ulong PartBytes = 64 << 20;

    private readonly CopyCrew _crew;
    private readonly SafeFileHandle _pagemap;
    private volatile bool _canScan = true;

    /// <param name="processId">The process.</param>
    /// <param name="crew">Looks for them.</param>
    /// <exception cref="IOException">The process has ended.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    public OwnPages(int processId, CopyCrew crew)
    {
        _crew = crew;
        _pagemap = File.OpenHandle(ProcPath.Of(processId, "pagemap"));
    }

    /// <summary>The stretches of own pages in each mapping that is private or has no file, ascending, without neighbours that touch; none in the others.</summary>
    public List<LinuxCalls.Stretch>[] In(IReadOnlyList<MemoryMapping> mappings)
    {
        var parts = PartsOf(mappings);
        var next = -1;
        _crew.Do(() =>
        {
            for (int part; (part = Interlocked.Increment(ref next)) < parts.Count;)
            {
                Find(parts[part].Start, parts[part].End, parts[part].Found, parts[part].IsShared);
            }
        });
        var own = Array.ConvertAll(new int[mappings.Count], _ => new List<LinuxCalls.Stretch>());
        foreach (var part in parts)
        {
            var mapping = part.FirstMapping;
            foreach (var stretch in part.Found)
            {
                for (var (start, end) = (stretch.Address, stretch.Address + stretch.Bytes); start < end;)
                {
                    while (mappings[mapping].End <= start)
                    {
                        mapping++;
                    }

                    var last = Math.Min(end, mappings[mapping].End);
                    Add(start, last, own[mapping]);
                    start = last;
                }
            }
        }

        return own;
    }

    public void Dispose() => _pagemap.Dispose();

    /// <summary>What each thread looks through at once: neighbours together, since each look is a system call, and no more than <see cref="PartBytes"/>.</summary>
    private static List<Part> PartsOf(IReadOnlyList<MemoryMapping> mappings)
    {
        var parts = new List<Part>();
        for (var index = 0; index < mappings.Count; index++)
        {
            var mapping = mappings[index];
            if (!mapping.IsPrivate && !mapping.IsSharedMemory)
            {
                continue;
            }

            var start = mapping.Start;
            if (parts.Count > 0 && parts[^1] is var before && before.End == start && before.IsShared == mapping.IsSharedMemory)
            {
                start = Math.Min(mapping.End, Math.Max(start, before.Start + PartBytes));
                parts[^1] = before with { End = start };
            }

            for (; start < mapping.End; start += Math.Min(PartBytes, mapping.End - start))
            {
                parts.Add(new Part(index, start, start + Math.Min(PartBytes, mapping.End - start), mapping.IsSharedMemory, []));
            }
        }

        return parts;
    }

    private void Find(ulong start, ulong end, List<LinuxCalls.Stretch> found, bool isShared)
    {
        if (_canScan)
        {
            _canScan = Scan(ref start, end, found, isShared);
        }

        if (!_canScan)
        {
            Read(start, end, found, isShared);
        }
    }

    private bool Scan(ref ulong start, ulong end, List<LinuxCalls.Stretch> found, bool isShared)
    {
        var excluded = isShared ? IsZero : IsFile | IsZero;   // to the kernel, shared memory is a file
        var regions = stackalloc LinuxCalls.PageRegion[RegionsAtOnce];
        while (start < end)
        {
            var scan = new LinuxCalls.PageScan
            {
                Size = (ulong)sizeof(LinuxCalls.PageScan),
                Start = start,
                End = end,
                Regions = (ulong)regions,
                RegionCount = RegionsAtOnce,
                Inverted = excluded,
                AllOf = excluded,
                AnyOf = IsPresent | IsSwapped,
                Returned = IsPresent | IsSwapped,
            };
            var count = LinuxCalls.ScanPages(_pagemap, ScanRequest, &scan);
            if (count < 0)
            {
                return false;
            }

            for (var index = 0; index < count; index++)
            {
                Add(regions[index].Start, regions[index].End, found);
            }

            if (scan.WalkEnd <= start)
            {
                return false;
            }

            start = scan.WalkEnd;
        }

        return true;
    }

    private void Read(ulong start, ulong end, List<LinuxCalls.Stretch> found, bool isShared)
    {
        const ulong Present = 1UL << 63, Swapped = 1UL << 62, File = 1UL << 61;
        var entries = stackalloc ulong[EntriesAtOnce];
        while (start < end)
        {
            var pages = (nint)Math.Min((end - start) / PageBytes, EntriesAtOnce);
            var read = LinuxCalls.ReadFile(_pagemap, (byte*)entries, (nuint)pages * sizeof(ulong), (long)(start / PageBytes * sizeof(ulong))) / sizeof(ulong);
            if (read <= 0)
            {
                Add(start, end, found);   // nothing is known: all of it
                return;
            }

            for (var page = 0; page < read; page++, start += PageBytes)
            {
                if ((entries[page] & (Present | Swapped)) != 0 && (isShared || (entries[page] & File) == 0))
                {
                    Add(start, start + PageBytes, found);
                }
            }
        }
    }

    /// <summary>A stretch of neighbouring mappings of a kind, and what was found in it.</summary>
    private readonly record struct Part(int FirstMapping, ulong Start, ulong End, bool IsShared, List<LinuxCalls.Stretch> Found);

    private static void Add(ulong start, ulong end, List<LinuxCalls.Stretch> found)
    {
        if (found.Count > 0 && found[^1] is var last && last.Address + last.Bytes == start)
        {
            found[^1] = last with { Bytes = end - last.Address };
        }
        else
        {
            found.Add(new LinuxCalls.Stretch(start, end - start));
        }
    }
}
