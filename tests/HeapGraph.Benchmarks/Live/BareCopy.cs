using System.Diagnostics;
using System.Runtime.Versioning;
using HeapGraph.Benchmarks.Measuring;
using HeapGraph.Core.Reading.Live.Linux;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Benchmarks.Live;

/// <summary>Copies that only copy, on all cores: what nobody can do faster.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe class BareCopy
{
    private const int PartBytes = 256 << 20;

    /// <summary>The process's own pages read into touched memory in huge pages, again and again into the same, while it runs: what a copy from outside
    /// takes at least.</summary>
    /// <exception cref="InvalidOperationException">The kernel has no huge pages.</exception>
    public static TimeSpan FromOutside(int process)
    {
        using var crew = new CopyCrew();
        using var pages = new OwnPages(process, crew);
        using var to = new TouchedMemory(PartBytes, inHugePages: true);
        if (to.ShareHuge < 0.99)
        {
            throw new InvalidOperationException($"Only {to.ShareHuge:0 %} of the memory for the bare copy came in huge pages.");
        }

        var pieces = new MemoryPieces(process);
        foreach (var stretch in pages.In([.. MemoryMapping.Of(process).Where(CopyPlan.Counts)]).SelectMany(own => own))
        {
            for (var done = 0UL; done < stretch.Bytes; done += PartBytes)
            {
                pieces.Add(stretch.Address + done, Math.Min(PartBytes, stretch.Bytes - done), to.Pointer);
            }
        }

        var clock = Stopwatch.StartNew();
        crew.Do(() => pieces.Copy(() => true));
        return clock.Elapsed;
    }

    /// <summary>As many bytes from touched memory to touched memory within this process.</summary>
    public static TimeSpan Within(long bytes)
    {
        const int Part = 64 << 20;
        using var from = new TouchedMemory(PartBytes, inHugePages: true);
        using var to = new TouchedMemory(PartBytes, inHugePages: true);
        var clock = Stopwatch.StartNew();
        Parallel.For(0, (bytes + Part - 1) / Part, part =>
            Buffer.MemoryCopy(from.Pointer + part % 4 * Part, to.Pointer + part % 4 * Part, Part, Math.Min(Part, bytes - part * Part)));
        return clock.Elapsed;
    }
}
