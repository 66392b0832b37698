using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Tests.Support;

/// <summary>Details of a heap of which nothing but the graph is known.</summary>
internal class NoDetails : IObjectDetails
{
    public virtual IReadOnlyList<SlotLabel> LabelsOf(int from, int to) => [];

    public IReadOnlyList<SlotLabel> PlainLabelsOf(int from, int to) => LabelsOf(from, to);

    public int? PlaceIn(int collection, int node) => null;

    public IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => [];

    public IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => [];

    public ObjectInside? InsideOf(int objectIndex, int maxElements) => null;

    public string? ValueOf(int objectIndex) => null;
}
