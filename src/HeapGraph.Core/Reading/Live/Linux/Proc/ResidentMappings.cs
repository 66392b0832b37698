using System.Globalization;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>/proc/PID/smaps: each mapping with what of it is in memory.</summary>
/// <remarks>The kernel looks at each page to tell: some 20 ms for 500 MB, while the process runs on.</remarks>
internal static class ResidentMappings
{
    private const string FileName = "smaps";

    /// <summary>All of a process, ascending.</summary>
    /// <exception cref="IOException">They can't be read: the process has ended, or the kernel has none.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be read.</exception>
    public static List<ResidentMapping> Of(int processId)
    {
        var found = new List<ResidentMapping>();
        MemoryMapping? mapping = null;
        var numbers = new Numbers();
        foreach (var line in File.ReadLines(ProcPath.Of(processId, FileName)))
        {
            // "7f12a000-7f12b000 r--p 00001000 fe:00 1234  /usr/lib/libc.so.6", then "Rss:        12 kB" and others.
            if (line.Length > 0 && line[0] is not (>= 'A' and <= 'Z'))
            {
                Add();
                (mapping, numbers) = (MemoryMapping.In(line)[0], new Numbers());
            }
            else
            {
                numbers.Take(line);
            }
        }

        Add();
        return found;

        void Add()
        {
            if (mapping is { Path: not "[vsyscall]" })   // no mapping of the process's
            {
                found.Add(new ResidentMapping(
                    new AddressRange(mapping.Start, mapping.End), mapping.Access, mapping.Offset, mapping.IsAnonymous, mapping.Path,
                    numbers.Resident, numbers.Proportional, numbers.PrivateDirty, numbers.Swapped, numbers.HugePages, numbers.Reserved));
            }
        }
    }

    private struct Numbers
    {
        public long Resident, Proportional, PrivateDirty, Swapped, HugePages, Reserved;

        public void Take(string line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !line.EndsWith(" kB", StringComparison.Ordinal)
                || !long.TryParse(line.AsSpan(colon + 1, line.Length - colon - 4), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var kilobytes))
            {
                return;
            }

            var bytes = kilobytes << 10;
            switch (line.AsSpan(0, colon))
            {
                case "Rss":
                    Resident = bytes;
                    break;
                case "Pss":
                    Proportional = bytes;
                    break;
                case "Private_Dirty":
                    PrivateDirty = bytes;
                    break;
                case "Swap":
                    Swapped = bytes;
                    break;
                case "AnonHugePages" or "ShmemPmdMapped" or "FilePmdMapped":
                    HugePages += bytes;
                    break;
                case "Shared_Hugetlb" or "Private_Hugetlb":
                    Reserved += bytes;
                    break;
            }
        }
    }
}
