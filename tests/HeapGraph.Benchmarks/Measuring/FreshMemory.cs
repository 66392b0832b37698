using System.Diagnostics;

namespace HeapGraph.Benchmarks.Measuring;

/// <summary>How readily the kernel gives memory, which no program has a say in: a virtual machine may hand free memory back to its host, and takes
/// many times longer to fetch it again.</summary>
internal static class FreshMemory
{
    private const long SampleBytes = 256 << 20;

    /// <returns>What a sample of it takes on all cores, as a few words.</returns>
    public static string Described()
    {
        // Held until the second one is there, which would be given the same memory otherwise.
        var (small, huge) = (Take(inHugePages: false, out var inSmall), Take(inHugePages: true, out var inHuge));
        using (small)
        using (huge)
        {
            var share = huge.ShareHuge > 0.99 ? "" : $", of which {huge.ShareHuge:0 %} were";
            return $"256 MB of fresh memory took {inSmall.TotalMilliseconds:0} ms in pages of 4 KB and {inHuge.TotalMilliseconds:0} ms in huge pages{share}";
        }
    }

    /// <summary>The time that it takes to get memory in huge pages and to give it back.</summary>
    public static TimeSpan TimeOf(long bytes)
    {
        var clock = Stopwatch.StartNew();
        new TouchedMemory(bytes, inHugePages: true).Dispose();
        return clock.Elapsed;
    }

    private static TouchedMemory Take(bool inHugePages, out TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var memory = new TouchedMemory(SampleBytes, inHugePages);
        time = clock.Elapsed;
        return memory;
    }
}
