using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Inspections.Anchors;

/// <summary>Where a chain can be cut.</summary>
/// <param name="Words">The place as part of a sentence.</param>
/// <param name="Field">The field, of all objects of its type; null for a root.</param>
/// <param name="Root">The root, by what tells it apart; null for a field.</param>
internal sealed record CutPlace(string Words, HeapField? Field, (HeapRootKind Kind, string? Name, ulong Address)? Root)
{
    public AnchorCut Told => new(Words, Field?.FullName);
}
