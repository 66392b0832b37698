using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Targets;

namespace HeapGraph;

/// <summary>The memory of live processes over time.</summary>
public static class ProcessMemory
{
    // So that days of it fit into memory and a plot.
    private const int MostSamples = 100_000;

    /// <summary>Watches how much a process has in memory, until all samples are taken, it ends, it has as much as was waited for, or you cancel.</summary>
    /// <remarks>It is neither stopped nor slowed: the kernel's counters are read (/proc/PID/status), which takes some 0.6 ms of our processor time a sample;
    /// with children, a look at every process of the machine besides. Linux. Past 100,000 samples the larger of each two is kept, and from then on half as many are taken.</remarks>
    /// <param name="processId">Its process id.</param>
    /// <param name="options">How; null for a sample a second until it ends.</param>
    /// <param name="cancellation">Ends it; what was seen by then is the result.</param>
    /// <exception cref="HeapTargetNotFoundException">It does not run, or is no .NET process.</exception>
    /// <exception cref="HeapReadException">The system does not tell.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time between two samples is not positive.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the first sample.</exception>
    /// <example><code>
    /// var memory = ProcessMemory.Watch(1234, new MemoryWatchOptions { Times = 60 });
    /// memory.Save("memory.svg");
    /// Console.WriteLine(memory.Course.Highest.ResidentBytes);
    /// </code></example>
    public static HeapMemoryCourse Watch(int processId, MemoryWatchOptions? options = null, CancellationToken cancellation = default) =>
        Watch((HeapTarget.LiveProcess)HeapTargetChooser.WithId(processId), options ?? new MemoryWatchOptions(), cancellation);

    /// <summary>Likewise of a process that was found.</summary>
    internal static HeapMemoryCourse Watch(HeapTarget.LiveProcess process, MemoryWatchOptions options, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Every, TimeSpan.Zero);
        cancellation.ThrowIfCancellationRequested();
        var watch = new ProcessWatch(process.ProcessId, options.IncludesChildren);
        var began = DateTimeOffset.Now;
        var samples = new List<MemorySample>();
        var end = Take();
        return samples.Count > 0
            ? new HeapMemoryCourse(process.Name, new MemoryCourse { Began = began, Samples = samples, End = end, IncludesChildren = options.IncludesChildren })
            : throw new HeapReadException($"Process {process.ProcessId} ended before it was seen.", "Watch it from its start on.");

        MemoryCourseEnd Take()
        {
            var every = options.Every;
            for (var (taken, next) = (0, TimeSpan.Zero); ; next += every)
            {
                if (watch.Next() is not { } sample)
                {
                    return MemoryCourseEnd.ProcessEnded;
                }

                samples.Add(sample);
                options.Progress?.Report(sample);
                if (sample.ResidentBytes >= options.UntilBytes)
                {
                    return MemoryCourseEnd.SizeReached;
                }

                if (++taken >= options.Times)
                {
                    return MemoryCourseEnd.Complete;
                }

                if (samples.Count >= MostSamples)
                {
                    (samples, every) = ([.. samples.Chunk(2).Select(pair => pair.MaxBy(one => one.ResidentBytes))], every * 2);
                }

                // Samples stand at whole multiples of the pause; of those that a busy machine has missed none is made up for.
                var wait = next + every - sample.At;
                while (wait < TimeSpan.Zero)
                {
                    (next, wait) = (next + every, wait + every);
                }

                if (cancellation.WaitHandle.WaitOne(wait))
                {
                    return MemoryCourseEnd.Cancelled;
                }
            }
        }
    }
}
