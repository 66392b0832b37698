namespace HeapGraph.Core.Graph.Details;

/// <summary>A search for equal contents that has begun. Disposing it waits until nobody reads the target any more.</summary>
internal interface IEqualSearch : IDisposable
{
    /// <summary>Ends the search on all cores. Asked once.</summary>
    /// <param name="isWanted">Of the objects that the search is among which count, by number; called from several threads. Null for all.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    EqualContents Among(Func<int, bool>? isWanted);
}
