using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Targets;

namespace HeapGraph.Core.Heaps.Opened;

/// <summary>The program around a <see cref="Heap"/>, as far as reading needs it: the command shows progress, and watches what asks
/// the DAC.</summary>
internal interface IHeapHost : IPhaseClock
{
    /// <summary>Whether there will be one question alone, so that what it does not need is neither read nor kept for later.</summary>
    bool AsksOnce { get; }

    /// <summary>Runs a reading.</summary>
    /// <param name="read">Is told whom to tell how far it is.</param>
    T Read<T>(Func<IProgress<HeapReadProgress>?, T> read);

    /// <summary>Arrays are about to be made that will take some bytes.</summary>
    void WillTake(long bytes);

    /// <summary>Something was read.</summary>
    void Saw(HeapCoverage coverage);

    /// <summary>What was read, as questions may use it.</summary>
    HeapSnapshot Watched(HeapSnapshot snapshot);

    /// <summary>The same of values alone.</summary>
    IPathValues Watched(IPathValues values);

    /// <summary>How results name what can be set and asked of a target.</summary>
    IRemedyWords WordsFor(HeapTarget target);
}
