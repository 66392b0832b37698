using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Reading;

/// <summary>Turns a dump or a process into an object graph.</summary>
internal interface IHeapReader
{
    /// <summary>Reads the heap.</summary>
    /// <param name="options">What to read and how.</param>
    /// <param name="progress">Told now and then how far it is; may be called from several threads.</param>
    /// <param name="cancellation">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    HeapSnapshot Read(HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation);

    /// <summary>Reads the heap; of a dump that was made without it the threads alone.</summary>
    /// <param name="options">What to read and how.</param>
    /// <param name="progress">Told now and then how far it is; may be called from several threads.</param>
    /// <param name="cancellation">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <returns>One of the two.</returns>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    (HeapSnapshot? Heap, LoneThreads? Threads) ReadOrThreadsAlone(HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation);

    /// <summary>Counts the objects by type: with roots among the parts those that roots keep alive, otherwise all. Much cheaper than
    /// <see cref="Read"/>: only a byte is kept per object.</summary>
    /// <param name="options">What to count and how to read.</param>
    /// <param name="progress">Told now and then how far it is; may be called from several threads.</param>
    /// <param name="cancellation">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    HeapTypeCounts CountTypes(HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation);

    /// <summary>Finds the reachable objects of some types, at what counting them costs. Where they are a large part of all, the heap is read in place of
    /// that, with which objects are reachable.</summary>
    /// <param name="wants">Of some types which are wanted, by type index.</param>
    /// <param name="options">What to read and how.</param>
    /// <param name="progress">Told now and then how far it is; may be called from several threads.</param>
    /// <param name="cancellation">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <returns>One of the two.</returns>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    (FoundObjects? Found, HeapSnapshot? Heap) FindObjects(
        Func<IReadOnlyList<HeapType>, Func<int, bool>> wants, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation);

    /// <summary>Reads whose the memory of the process is, the heap's and all other. Costs what counting reachable objects costs, and a walk over
    /// the runtime's own memory.</summary>
    /// <param name="options">How to read.</param>
    /// <param name="progress">Told now and then how far it is; may be called from several threads.</param>
    /// <param name="cancellation">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="HeapReadException">The target can't be read.</exception>
    ReadMemory ReadMemory(HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation);
}
