using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>Which pages of a process exist and are its own: written to at least once, in memory or swapped out. All others
/// are zero or what stands in the file behind them, and reading them would make the process larger.</summary>
/// <remarks>The PAGEMAP_SCAN ioctl takes some 2 ms per GB; before Linux 6.7 /proc/PID/pagemap is read, 8 bytes a page.</remarks>
internal sealed unsafe class OwnPages : IDisposable
{
    public static readonly ulong PageBytes = (ulong)Environment.SystemPageSize;

    private const nuint ScanRequest = 0xC0606610;   // _IOWR('f', 16, struct pm_scan_arg)
    private const ulong IsFile = 4, IsPresent = 8, IsSwapped = 16, IsZero = 32;
    private const int RegionsAtOnce = 1024;

    private readonly SafeFileHandle _pagemap;
    private readonly LinuxCalls.PageRegion[] _regions = new LinuxCalls.PageRegion[RegionsAtOnce];
    private readonly ulong[] _entries = new ulong[1 << 16];
    private bool _canScan = true;

    /// <exception cref="IOException">The process has ended.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be looked at.</exception>
    public OwnPages(int processId) =>
        _pagemap = File.OpenHandle($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/pagemap");

    /// <summary>Adds the stretches of own pages between two addresses, ascending, without neighbours that touch.</summary>
    public void Find(ulong start, ulong end, List<LinuxCalls.Stretch> found)
    {
        if (_canScan)
        {
            _canScan = Scan(ref start, end, found);
        }

        if (!_canScan)
        {
            Read(start, end, found);
        }
    }

    public void Dispose() => _pagemap.Dispose();

    private bool Scan(ref ulong start, ulong end, List<LinuxCalls.Stretch> found)
    {
        fixed (LinuxCalls.PageRegion* regions = _regions)
        {
            while (start < end)
            {
                var scan = new LinuxCalls.PageScan
                {
                    Size = (ulong)sizeof(LinuxCalls.PageScan),
                    Start = start,
                    End = end,
                    Regions = (ulong)regions,
                    RegionCount = RegionsAtOnce,
                    Inverted = IsFile | IsZero,
                    AllOf = IsFile | IsZero,
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
        }

        return true;
    }

    private void Read(ulong start, ulong end, List<LinuxCalls.Stretch> found)
    {
        const ulong Present = 1UL << 63, Swapped = 1UL << 62, File = 1UL << 61;
        fixed (ulong* entries = _entries)
        {
            while (start < end)
            {
                var pages = (nint)Math.Min((end - start) / PageBytes, (ulong)_entries.Length);
                var read = LinuxCalls.ReadFile(_pagemap, (byte*)entries, (nuint)pages * sizeof(ulong), (long)(start / PageBytes * sizeof(ulong))) / sizeof(ulong);
                if (read <= 0)
                {
                    Add(start, end, found);   // nothing is known: all of it
                    return;
                }

                for (var page = 0; page < read; page++, start += PageBytes)
                {
                    if ((entries[page] & (Present | Swapped)) != 0 && (entries[page] & File) == 0)
                    {
                        Add(start, start + PageBytes, found);
                    }
                }
            }
        }
    }

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
