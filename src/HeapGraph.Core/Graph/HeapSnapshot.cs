using HeapGraph.Core.Graph.Async;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Graph.Threads;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Graph;

/// <summary>A heap at one instant, ready to be analysed: the graph, the details of its objects, and where it came from.</summary>
/// <param name="Target">The dump, process or file, as the user named it.</param>
/// <param name="Graph">The object graph.</param>
/// <param name="Details">Names and values of single objects; usable until the snapshot is disposed.</param>
/// <param name="Resources">What stays open while details are asked for: the mapped dump, a temporary file.</param>
internal sealed record HeapSnapshot(string Target, ObjectGraph Graph, IObjectDetails Details, IDisposable? Resources = null) : IDisposable
{
    /// <summary>By object, whether the roots keep it alive, where that was read in place of references (<see cref="GraphParts.Marks"/>).</summary>
    public bool[]? Marked { get; init; }

    /// <summary>What stands in objects beyond their references; usable until the snapshot is disposed. Null when the target does not
    /// hold it.</summary>
    public IObjectContents? Contents { get; init; }

    /// <summary>Which references stand in which fields; null where the target does not tell. Usable until the snapshot is disposed.</summary>
    public IFieldReferences? Fields { get; init; }

    /// <summary>What paths through fields lead to; null where the target does not tell. Usable until the snapshot is disposed.</summary>
    public IPathValues? Values { get; init; }

    /// <summary>Which methods fill a field; null where the target does not tell. Usable until the snapshot is disposed.</summary>
    public IFieldFillers? Fillers { get; init; }

    /// <summary>The threads; null where the target does not tell. Usable until the snapshot is disposed.</summary>
    public IHeapThreads? Threads { get; init; }

    /// <summary>The async calls that have not finished; null where the target does not tell. Usable until the snapshot is disposed.</summary>
    public IHeapAsync? Async { get; init; }

    /// <summary>Whose the memory of the process is; null where the target does not tell. Usable until the snapshot is disposed.</summary>
    public IHeapMemory? Memory { get; init; }

    /// <summary>Closes the dump; the graph stays usable, the details do not.</summary>
    public void Dispose() => Resources?.Dispose();
}

/// <summary>The threads of a dump that was made without its heap.</summary>
/// <param name="Target">The dump, as the user named it.</param>
/// <param name="Read">The threads.</param>
/// <param name="Coverage">The process, what it died of, and what could not be read.</param>
internal sealed record LoneThreads(string Target, ReadThreads Read, HeapCoverage Coverage);
