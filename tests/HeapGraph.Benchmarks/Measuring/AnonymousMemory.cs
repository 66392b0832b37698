using System.Globalization;

namespace HeapGraph.Benchmarks.Measuring;

/// <summary>Resident memory that no file stands behind: heaps, stacks, shared memory. A mapped dump does not count.</summary>
/// <remarks>From /proc/PID/status. Its VmHWM, the peak that the kernel keeps, holds the mapped file too.</remarks>
internal static class AnonymousMemory
{
    /// <returns>The bytes of the process and all its descendants now; what has ended counts as 0.</returns>
    public static long Of(int processId)
    {
        var process = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}";
        var children = OrWhenEnded(() => Directory.GetDirectories($"{process}/task"), [])
            .SelectMany(thread => OrWhenEnded(() => File.ReadAllText($"{thread}/children"), "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (OrWhenEnded(() => File.ReadAllText($"{process}/status"), "").Split('\n').Where(IsCounted).Sum(KilobytesIn) << 10)
            + children.Sum(child => Of(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    private static bool IsCounted(string line) =>
        line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal);

    private static long KilobytesIn(string line) =>
        long.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).TrimEnd("kB "), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);

    /// <summary>Processes and threads end between the listing of them and the look at them.</summary>
    private static T OrWhenEnded<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (IOException)
        {
            return otherwise;
        }
    }
}
