using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Threads;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>Reads the threads of a dump that was made without its heap.</summary>
internal static class LoneThreads
{
    /// <summary>Reads them, and what is known of the rest.</summary>
    /// <param name="bytes">The dump.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told of each step of the DAC.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    public static (ReadThreads Threads, HeapCoverage Coverage) Of(IDumpBytes bytes, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        using var dump = RuntimeDump.Open(bytes, options, progress, cancellation);
        var death = DeathReader.Of(dump, options.Details, progress);
        var objects = ScatteredObjects.Of(dump, progress, cancellation);
        var threads = new ThreadReader(dump, objects, options.Details).Read(progress, cancellation);
        return (threads, new HeapCoverage
        {
            HoldsHeap = false,
            Warnings = [.. dump.Warnings, .. LeftOutWords.Of(dump.LeftOut, DacPieces.ProgramName, dump.Runtime)],
            Process = dump.Process,
            Death = death,
        });
    }
}
