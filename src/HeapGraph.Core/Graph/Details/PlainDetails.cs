namespace HeapGraph.Core.Graph.Details;

/// <summary>The details of a heap with the plain fields in place of keys, methods and the source's words: by them suspects are
/// the same from dump to dump, whatever keys and captured variables they stand under.</summary>
internal sealed class PlainDetails(IObjectDetails details) : DetailsAround(details)
{
    public override IReadOnlyList<SlotLabel> LabelsOf(int from, int to) => PlainLabelsOf(from, to);
}
