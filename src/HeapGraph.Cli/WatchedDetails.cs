using HeapGraph.Core.Graph;

namespace HeapGraph.Cli;

/// <summary>Names and values of objects, asked for under the eyes of the watch: on a damaged dump the DAC may not come back.</summary>
internal sealed class WatchedDetails(IObjectDetails details, HangWatch watch) : IObjectDetails
{
    public IReadOnlyList<string> LabelsOf(int from, int to) => watch.Over(() => details.LabelsOf(from, to));

    public IReadOnlyList<string> PlainLabelsOf(int from, int to) => watch.Over(() => details.PlainLabelsOf(from, to));

    public int? PlaceIn(int collection, int node) => watch.Over(() => details.PlaceIn(collection, node));

    public IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => watch.Over(() => details.WeakReferencesOf(objectIndex));

    public IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => watch.Over(() => details.WeakReferrersOf(objectIndex));

    public ObjectInside? InsideOf(int objectIndex, int maxElements) => watch.Over(() => details.InsideOf(objectIndex, maxElements));

    public string? ValueOf(int objectIndex) => watch.Over(() => details.ValueOf(objectIndex));
}
