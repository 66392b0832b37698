using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Cli.Running;

/// <summary>Names and values of objects, asked for under the eyes of the watch: on a damaged dump the DAC may not come back.
/// Many may be asked for, so each looks for cancellation first.</summary>
internal sealed class WatchedDetails(IObjectDetails details, HangWatch watch, CancellationToken cancellation) : IObjectDetails
{
    public IReadOnlyList<string> LabelsOf(int from, int to) => Over(() => details.LabelsOf(from, to));

    public IReadOnlyList<string> PlainLabelsOf(int from, int to) => Over(() => details.PlainLabelsOf(from, to));

    public int? PlaceIn(int collection, int node) => Over(() => details.PlaceIn(collection, node));

    public IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => Over(() => details.WeakReferencesOf(objectIndex));

    public IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => Over(() => details.WeakReferrersOf(objectIndex));

    public ObjectInside? InsideOf(int objectIndex, int maxElements) => Over(() => details.InsideOf(objectIndex, maxElements));

    public string? ValueOf(int objectIndex) => Over(() => details.ValueOf(objectIndex));

    private T Over<T>(Func<T> step)
    {
        cancellation.ThrowIfCancellationRequested();
        return watch.Over(step);
    }
}
