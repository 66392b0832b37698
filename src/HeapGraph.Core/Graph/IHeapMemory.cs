namespace HeapGraph.Core.Graph;

/// <summary>Tells whose the memory of a process is.</summary>
internal interface IHeapMemory
{
    /// <summary>Reads it. A look at each mapping, at each object that nothing keeps alive, and at the runtime's own memory.</summary>
    /// <param name="isReachable">Whether GC roots keep an object alive.</param>
    /// <param name="progress">Told of each step of the DAC.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ReadMemory Read(Func<int, bool> isReachable, IProgress<HeapReadProgress>? progress, CancellationToken cancellation);
}
