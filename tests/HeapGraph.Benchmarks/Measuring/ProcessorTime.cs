using System.Runtime.InteropServices;

namespace HeapGraph.Benchmarks.Measuring;

/// <summary>The processor time of child processes, as the kernel adds it up when they end.</summary>
internal static partial class ProcessorTime
{
    private const int Children = -1;

    /// <summary>The time in programs and in the kernel of all children that have ended, and of theirs.</summary>
    public static TimeSpan OfEndedChildren()
    {
        Span<long> usage = stackalloc long[18];
        return GetUsage(Children, ref usage[0]) == 0
            ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3])
            : throw new InvalidOperationException("getrusage failed.");
    }

    // struct rusage: seconds and microseconds in the program, the same in the kernel, then 14 counts.
    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int who, ref long usage);
}
