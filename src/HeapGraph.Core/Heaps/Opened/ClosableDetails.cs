using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph.Core.Heaps.Opened;

/// <summary>Details that are absent once their dump is closed: results may well outlive it, and its memory is unmapped then.</summary>
/// <param name="details">The details while it is open.</param>
/// <param name="gate">One for all details of a dump, and for its closing.</param>
/// <param name="isClosed">Asked with the gate held.</param>
internal sealed class ClosableDetails(IObjectDetails details, Lock gate, Func<bool> isClosed) : IObjectDetails
{
    public IReadOnlyList<string> LabelsOf(int from, int to) => WhileOpen(() => details.LabelsOf(from, to)) ?? [];

    public IReadOnlyList<string> PlainLabelsOf(int from, int to) => WhileOpen(() => details.PlainLabelsOf(from, to)) ?? [];

    public int? PlaceIn(int collection, int node) => (int?)WhileOpen<object>(() => details.PlaceIn(collection, node));

    public IReadOnlyList<WeakArrow> WeakReferencesOf(int objectIndex) => WhileOpen(() => details.WeakReferencesOf(objectIndex)) ?? [];

    public IReadOnlyList<WeakArrow> WeakReferrersOf(int objectIndex) => WhileOpen(() => details.WeakReferrersOf(objectIndex)) ?? [];

    public ObjectInside? InsideOf(int objectIndex, int maxElements) => WhileOpen(() => details.InsideOf(objectIndex, maxElements));

    public string? ValueOf(int objectIndex) => WhileOpen(() => details.ValueOf(objectIndex));

    private T? WhileOpen<T>(Func<T?> ask)
        where T : class
    {
        lock (gate)
        {
            return isClosed() ? null : PlainText.Invariantly(ask);
        }
    }
}
