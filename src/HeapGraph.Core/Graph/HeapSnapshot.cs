using HeapGraph.Core.Graph.Async;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Threads;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Graph;

/// <summary>A heap at one instant, ready to be analysed: the graph, the details of its objects, and where it came from.</summary>
/// <param name="target">The dump, process or file, as the user named it.</param>
/// <param name="graph">The object graph.</param>
/// <param name="details">Names and values of single objects.</param>
/// <param name="resources">What stays open while details are asked for: the mapped dump, a temporary file.</param>
internal sealed class HeapSnapshot(string target, ObjectGraph graph, IObjectDetails details, IDisposable? resources = null)
    : IDisposable
{
    /// <summary>The dump, process or file, as the user named it.</summary>
    public string Target { get; } = target;

    /// <summary>The object graph.</summary>
    public ObjectGraph Graph { get; } = graph;

    /// <summary>Names and values of single objects; usable until the snapshot is disposed.</summary>
    public IObjectDetails Details { get; } = details;

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

    /// <summary>Closes the dump; the graph stays usable, the details do not.</summary>
    public void Dispose() => resources?.Dispose();
}
