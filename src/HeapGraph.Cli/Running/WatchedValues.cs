using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Cli.Running;

/// <summary>Values that paths lead to; what asks the DAC does so under the eyes of the watch.</summary>
internal sealed class WatchedValues(IPathValues values, HangWatch watch) : IPathValues
{
    public IPathReader Along(ValuePath path, Func<Func<object?>, object?>? watched = null) => values.Along(path, watched is null ? watch.Over : ask => watch.Over(() => watched(ask)));
}
