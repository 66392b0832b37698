using System.Globalization;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>How much memory this process may take before somebody is killed for it: the machine's, or what its container has left.</summary>
internal static class FreeMemory
{
    /// <summary>What a copy may take of it while the process stands still, in memory as the fastest place; and what of it may stay there
    /// when the process runs again and a graph needs memory too.</summary>
    public const double ShareForCopying = 0.75, ShareForKeeping = 0.5;

    /// <summary>Bytes; pages of files that can be dropped count as free.</summary>
    public static long Bytes() => Math.Min(OfMachine(), ControlGroup.LeftToThisProcess() ?? long.MaxValue);

    private static long OfMachine() =>
        ProcPath.LinesOf(ProcPath.OfMachine("meminfo")).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).TrimEnd("kB "), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) << 10
            : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
}
