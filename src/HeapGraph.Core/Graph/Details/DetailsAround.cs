namespace HeapGraph.Core.Graph.Details;

/// <summary>Details that pass on what others know, but for what a derived class changes: some answers, or how every question is asked.</summary>
internal abstract class DetailsAround(IObjectDetails details) : IObjectDetails
{
    public virtual IReadOnlyList<SlotLabel> LabelsOf(int from, int to) => Ask(() => details.LabelsOf(from, to)) ?? [];

    public virtual IReadOnlyList<SlotLabel> PlainLabelsOf(int from, int to) => Ask(() => details.PlainLabelsOf(from, to)) ?? [];

    public virtual int? PlaceIn(int collection, int node) => Ask(() => details.PlaceIn(collection, node));

    public virtual IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => Ask(() => details.WeakReferencesOf(objectIndex)) ?? [];

    public virtual IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => Ask(() => details.WeakReferrersOf(objectIndex)) ?? [];

    public virtual ObjectInside? InsideOf(int objectIndex, int maxElements) => Ask(() => details.InsideOf(objectIndex, maxElements));

    public virtual string? ValueOf(int objectIndex) => Ask(() => details.ValueOf(objectIndex));

    /// <summary>Asks a question; null where there is no answer any more.</summary>
    protected virtual T? Ask<T>(Func<T?> question) => question();
}
