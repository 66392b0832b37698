namespace HeapGraph.Core.Graph.Details;

/// <summary>What a picture says of single objects beyond the graph: names on arrows, values on nodes.
/// Looked up for the few objects that are shown, never for the whole heap.</summary>
/// <remarks>Calls may come from any thread. A detail that cannot be read is null or absent, never an exception.</remarks>
internal interface IObjectDetails
{
    /// <summary>The name of each slot of <paramref name="from"/> that refers to <paramref name="to"/>: a field with
    /// its struct path (<c>_items</c>), <c>[17]</c>, a key (<c>["order-17"]</c>), a delegate's method (<c>-> OnChanged</c>),
    /// a variable (<c>captured cart</c>, <c>OrderService.LoadAsync: cart</c>), or a word for a reference that no field shows.</summary>
    /// <returns>One label per parallel reference, in slot order; empty when there is none.</returns>
    IReadOnlyList<SlotLabel> LabelsOf(int from, int to);

    /// <summary>The same by the fields as the metadata has them, which stay the same from dump to dump: <c>_entries</c>, <c>[17].value</c>.</summary>
    IReadOnlyList<SlotLabel> PlainLabelsOf(int from, int to);

    /// <summary>Where in a collection the element of one of its nodes stands, as <c>ElementAt</c> counts; null where the
    /// collection has no order, or a reader can not tell.</summary>
    /// <remarks>The first question about a collection may walk over 100,000 of its nodes.</remarks>
    /// <param name="collection">The collection.</param>
    /// <param name="node">The node of a tree or list that refers to the element.</param>
    int? PlaceIn(int collection, int node);

    /// <summary>What an object refers to without keeping it alive: the target of a <c>WeakReference</c>, the keys of a
    /// <c>ConditionalWeakTable</c>. None of these is among the graph's references.</summary>
    IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex);

    /// <summary>What refers to an object so.</summary>
    /// <remarks>Of an object without weak handles that is known at once; the first one with some costs a pass over the types
    /// of all objects.</remarks>
    IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex);

    /// <summary>All fields of an object with their values; null where a reader can not tell.</summary>
    /// <param name="objectIndex">The object.</param>
    /// <param name="maxElements">Elements of an array, at most.</param>
    ObjectInside? InsideOf(int objectIndex, int maxElements);

    /// <summary>The object's value in a few words: a string's text, <c>Count = 3</c>, an array's length, a boxed number,
    /// a delegate's method, a task's status.</summary>
    string? ValueOf(int objectIndex);
}
