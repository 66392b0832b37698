using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>Reads the threads of a dump that was made without its heap.</summary>
internal static class LoneThreadReader
{
    /// <summary>Reads them, and what is known of the rest.</summary>
    /// <param name="target">The dump, as the user named it.</param>
    /// <param name="dump">The same, open.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told of each step of the DAC.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static LoneThreads Read(string target, RuntimeDump dump, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var death = DeathReader.Of(dump, options.Details, progress);
        var objects = ScatteredObjects.Of(dump, progress, cancellation);
        var threads = new ThreadReader(dump, objects, options.Details).Read(progress, cancellation);
        return new LoneThreads(target, threads, new HeapCoverage
        {
            HoldsHeap = false,
            Warnings = [.. dump.Warnings, .. LeftOutWords.Of(dump.LeftOut, DacPieces.ProgramName, dump.Runtime)],
            Process = dump.Process,
            Death = death,
        });
    }
}
