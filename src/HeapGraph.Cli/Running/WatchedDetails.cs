using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Cli.Running;

/// <summary>Names and values of objects, asked for under the eyes of the watch: on a damaged dump the DAC may not come back.
/// Many may be asked for, so each looks for cancellation first.</summary>
internal sealed class WatchedDetails(IObjectDetails details, HangWatch watch, CancellationToken cancellation) : DetailsAround(details)
{
    protected override T? Ask<T>(Func<T?> question)
        where T : default
    {
        cancellation.ThrowIfCancellationRequested();
        return watch.Over(question);
    }
}
