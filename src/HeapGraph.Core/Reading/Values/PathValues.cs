using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Core.Reading.Values;

/// <summary>Values that paths lead to: from the mapped dump, by where the metadata says that fields stand.</summary>
internal sealed class PathValues(WalkedDump dump, Lazy<ObjectWords> objects, DetailOptions options) : IPathValues
{
    private readonly ValueWords _words = new(dump.Image, objects, options);
    private readonly Lock _gate = new();   // of the metadata, for all paths

    public IPathReader Along(ValuePath path, Func<Func<object?>, object?>? watched = null) => new PathReader(dump, path, _words, _gate, watched ?? (ask => ask()));
}
