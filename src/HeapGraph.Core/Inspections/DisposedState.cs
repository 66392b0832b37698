using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Inspections;

/// <summary>Whether objects say of themselves that they were disposed of.</summary>
internal static class DisposedState
{
    extension(InspectedHeap heap)
    {
        /// <summary>How many of some objects of one type do, and the flag that says so, as the source names it; null where their type has none. A look-up in the metadata, and a
        /// look at each object.</summary>
        public (int Disposed, string Flag)? DisposedAmong(IReadOnlyList<int> objects) =>
            heap.Contents is { } contents && contents.FieldOf(objects[0], DisposedFlags.Names) is NumberField flag
                ? (objects.Count(index => contents.NumberIn(index, flag) is not (null or 0)), FieldName.InSource(flag.Name))
                : null;
    }

    extension((int Disposed, string Flag)? state)
    {
        /// <summary>What to ask of them: which were disposed of, or where none says so, something else.</summary>
        public NextCommand NextOf(HeapType type, NextCommand otherwise) => state is { Disposed: > 0 } ? new NextCommand.DisposedObjectsOf(type.Name) : otherwise;
    }
}
