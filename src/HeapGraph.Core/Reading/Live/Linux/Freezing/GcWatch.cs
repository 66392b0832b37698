using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>Tells in microseconds whether a process is in the middle of a garbage collection, and where its heap lies.</summary>
/// <remarks>The collector counts what makes its heap impossible to walk (gc_structures_invalid_cnt); see <see cref="GcVariables"/>. The DAC is not
/// asked: it is native code that would run with our rights.</remarks>
internal sealed class GcWatch
{
    private readonly int _processId;
    private readonly ulong _counter;   // its address; 0 when it is not known
    private readonly IReadOnlyList<(ulong Start, ulong End)> _segments;   // of the heap as they were; none when they could not be read

    private GcWatch(int processId, ulong counter, IReadOnlyList<(ulong Start, ulong End)> segments) =>
        (_processId, _counter, _segments) = (processId, counter, segments);

    /// <summary>True in the middle of a collection; false when that is not so or can't be told.</summary>
    public bool IsCollecting
    {
        get
        {
            Span<byte> value = stackalloc byte[sizeof(int)];
            return _counter != 0 && LiveMemory.Read(_processId, _counter, value) == sizeof(int) && BitConverter.ToInt32(value) != 0;
        }
    }

    /// <summary>Looks for the counter, while the process runs. Takes a millisecond.</summary>
    public static GcWatch Over(int processId, IReadOnlyList<MemoryMapping> mappings) =>
        GcVariables.Find(new LiveMemory(processId, mappings), mappings) is { } variables
            ? new GcWatch(processId, variables.StructuresInvalidCount, [.. variables.Segments()])
            : new GcWatch(processId, 0, []);   // without a watch the copy is taken at any moment

    /// <summary>The mappings around the heap's segments that follow one another without a gap: what the GC has reserved. All anonymous
    /// ones where the segments are not known.</summary>
    public List<(ulong Start, ulong End)> ReservedIn(IReadOnlyList<MemoryMapping> mappings) =>
        [.. MemoryMapping.ChainsIn(mappings).Where(chain => _segments.Count == 0 || _segments.Any(segment => segment.Start < chain.End && chain.Start < segment.End))];

    /// <summary>Of each of these, what lies between its first segment and the end of its last: memory of others may follow on it without a gap. Null where
    /// the segments are not known.</summary>
    public List<(ulong Start, ulong End)>? UsedIn(IReadOnlyList<MemoryMapping> mappings) => _segments.Count == 0
        ? null
        : [.. from chain in MemoryMapping.ChainsIn(mappings)
              let inside = _segments.Where(segment => segment.Start < chain.End && chain.Start < segment.End).ToArray()
              where inside.Length > 0
              select (inside.Min(segment => segment.Start), inside.Max(segment => segment.End))];
}
