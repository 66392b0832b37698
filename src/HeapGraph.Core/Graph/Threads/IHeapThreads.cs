namespace HeapGraph.Core.Graph.Threads;

/// <summary>Reads the threads of a target.</summary>
internal interface IHeapThreads
{
    /// <summary>All managed threads that are alive, by their managed ids.</summary>
    /// <remarks>A look at the header of each object, and the runtime's own walk of each stack.</remarks>
    /// <param name="progress">Told of each step of the DAC.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ReadThreads Read(IProgress<HeapReadProgress>? progress, CancellationToken cancellation);
}

/// <summary>The threads of a target.</summary>
/// <param name="Threads">By their managed ids.</param>
/// <param name="Warnings">Sentences about what could not be read.</param>
internal sealed record ReadThreads(IReadOnlyList<HeapThread> Threads, IReadOnlyList<string> Warnings);
