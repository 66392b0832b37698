namespace HeapGraph.Core.Graph.Details;

/// <summary>The details of a heap with the plain fields in place of keys, methods and the source's words: by them suspects are
/// the same from dump to dump, whatever keys and captured variables they stand under.</summary>
internal sealed class PlainDetails(IObjectDetails details) : IObjectDetails
{
    /// <inheritdoc/>
    public IReadOnlyList<string> LabelsOf(int from, int to) => details.PlainLabelsOf(from, to);

    /// <inheritdoc/>
    public IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => details.WeakReferencesOf(objectIndex);

    /// <inheritdoc/>
    public IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => details.WeakReferrersOf(objectIndex);

    /// <inheritdoc/>
    public ObjectInside? InsideOf(int objectIndex, int maxElements) => details.InsideOf(objectIndex, maxElements);

    /// <inheritdoc/>
    public string? ValueOf(int objectIndex) => details.ValueOf(objectIndex);
}
