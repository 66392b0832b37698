namespace HeapGraph.Core.Reading;

/// <summary>How much is said of single objects, and in whose words.</summary>
/// <param name="PlainNames">The fields as the metadata has them, instead of keys, methods and the source's names.</param>
/// <param name="HidesValues">No values of objects, nor keys, which are values too.</param>
internal sealed record DetailOptions(bool PlainNames = false, bool HidesValues = false);
