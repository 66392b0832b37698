using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph.Core.Heaps.Opened;

/// <summary>Details that are absent once their dump is closed: results may well outlive it, and its memory is unmapped then.</summary>
/// <param name="details">The details while it is open.</param>
/// <param name="gate">One for all details of a dump, and for its closing.</param>
/// <param name="isClosed">Asked with the gate held.</param>
internal sealed class ClosableDetails(IObjectDetails details, Lock gate, Func<bool> isClosed) : DetailsAround(details)
{
    protected override T? Ask<T>(Func<T?> question)
        where T : default
    {
        lock (gate)
        {
            return isClosed() ? default : PlainText.Invariantly(question);
        }
    }
}
