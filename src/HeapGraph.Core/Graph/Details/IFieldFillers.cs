namespace HeapGraph.Core.Graph.Details;

/// <summary>Which methods of the program fill a field, as their code says. For the few fields that a result is about.</summary>
/// <remarks>For one thread. The first question opens the program's assemblies; each field is looked for once.</remarks>
internal interface IFieldFillers
{
    /// <summary>The same that asks the target's runtime under somebody's eyes.</summary>
    /// <param name="watched">Calls each step of it, which may crash or never end on a damaged target. The search itself is none.</param>
    IFieldFillers Watched(Func<Func<object?>, object?> watched);

    /// <summary>Who fills a static field, or the collection in it.</summary>
    /// <param name="root">The field.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Null where it is no field of the program's own, and where its code tells nothing. What could not be read is said.</returns>
    FilledIn? OfStatic(HeapRoot root, CancellationToken cancellation);

    /// <summary>Who fills a field of an object, or the collection in it; whichever object of the type has it.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="path">The field as the metadata has it, with its path through structs.</param>
    /// <param name="held">The object that it refers to.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Null as above.</returns>
    FilledIn? OfField(int owner, string path, int held, CancellationToken cancellation);

    /// <summary>Which methods name a field of an object in their code, to read or to write it, as the metadata has them.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="path">The field as the metadata has it.</param>
    /// <param name="held">The object that it refers to.</param>
    /// <returns>Each with the definition of its type, <c>Shop.Cart+&lt;&gt;c__DisplayClass1_0</c>; of a field that others may use as well not all. Null where its code is not at hand.</returns>
    IReadOnlyList<(string Type, string Method)>? NamedBy(int owner, string path, int held);
}
