using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Targets;

namespace HeapGraph.Core.Heaps.Opened;

/// <summary>A program that uses the library: it may ask again, and has a culture of its own.</summary>
internal sealed class LibraryHost(IProgress<HeapReadProgress>? progress) : IHeapHost
{
    public bool AsksOnce => false;

    public T Read<T>(Func<IProgress<HeapReadProgress>?, T> read)
    {
        try
        {
            return PlainText.Invariantly(() => read(progress));
        }
        catch (Exception failure) when (ClrMdFailure.Explain(failure) is { } explained)
        {
            throw explained;
        }
    }

    public void WillTake(long bytes)
    {
        // The memory of the program around it is its own business.
    }

    public void Saw(HeapCoverage coverage)
    {
        // Results tell of it.
    }

    public HeapSnapshot Watched(HeapSnapshot snapshot) => snapshot;

    public IPathValues Watched(IPathValues values) => values;

    public IRemedyWords WordsFor(HeapTarget target) => LibraryWords.Instance;

    public void Took(string phase, TimeSpan time)
    {
        // Nobody asked.
    }
}
