namespace HeapGraph.Core.Graph.Details;

/// <summary>Which references stand in which fields. A graph knows no field of a reference, so they are looked up in the
/// target's memory, for all objects of a type at once.</summary>
internal interface IFieldReferences
{
    /// <summary>Every field that can hold references, of each type with objects on the heap and of its base types, and every
    /// static field that holds one. Found once.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the search.</param>
    IReadOnlyList<HeapField> Find(IProgress<HeapReadProgress>? progress, CancellationToken cancellation);

    /// <summary>The references in some fields of all objects, reachable or not, and the GC roots that these fields are.</summary>
    /// <param name="fields">Some of those that <see cref="Find"/> gave.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ReferenceCut In(IReadOnlySet<HeapField> fields, CancellationToken cancellation);
}
