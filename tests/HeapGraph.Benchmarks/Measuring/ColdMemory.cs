using HeapGraph.Core.Reading.Live.Linux.Room;

namespace HeapGraph.Benchmarks.Measuring;

/// <summary>Brings the machine's free memory into the state that it has when nobody used it for some time.</summary>
internal static class ColdMemory
{
    /// <summary>The word by which this program is started to fill memory.</summary>
    public const string Filling = "fill-memory";

    private const long LeftBytes = 3L << 29, StepBytes = 256 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    // A kernel that reports free pages to its host (page_reporting) looks for them every 2 s, and each time reports a sixteenth of them.
    private static readonly TimeSpan UntilTakenBack = TimeSpan.FromSeconds(15);

    /// <summary>Drops the page cache, fills all free memory in pages of 4 KB but for 1.5 GB, gives it back, and reads the programs again, so that
    /// what comes waits for memory and not for the disk.</summary>
    /// <exception cref="InvalidOperationException">The filling process was killed.</exception>
    public static void Make(Programs programs)
    {
        Console.Error.WriteLine("filling all free memory");
        PageCache.TryDropAll();
        var filling = Measurement.Of(programs.Loops, [Filling], Limit);
        if (filling.Failure is not null)
        {
            throw new InvalidOperationException($"The memory could not be filled: {filling.Failure}");
        }

        foreach (var folder in programs.Folders)
        {
            PageCache.ReadAll(folder);
        }
    }

    /// <summary>Waits until a virtual machine's host has taken back what was freed last.</summary>
    public static void Rest() => Thread.Sleep(UntilTakenBack);

    /// <summary>What the filling process does; it gives the memory back by ending.</summary>
    public static void Fill()
    {
        // When memory runs out in spite of what is left, this process is the one to go.
        File.WriteAllText("/proc/self/oom_score_adj", "1000");
        while (FreeMemory.Bytes() > LeftBytes + StepBytes)
        {
            _ = new TouchedMemory(StepBytes, inHugePages: false);
        }
    }
}
