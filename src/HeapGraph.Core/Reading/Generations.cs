using HeapGraph.Core.Graph;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>Which generation each part of the heap belongs to, as the runtime's own structures say.</summary>
internal static class Generations
{
    public static HeapStretch[] Of(ClrHeap heap) => [.. heap.Segments.Where(segment => segment.Length > 0).SelectMany(Of)];

    // Without regions the young generations share a segment.
    private static IEnumerable<HeapStretch> Of(ClrSegment segment) => segment.Kind == GCSegmentKind.Ephemeral
        ?
        [
            Stretch(segment.Generation0, HeapGeneration.Gen0),
            Stretch(segment.Generation1, HeapGeneration.Gen1),
            Stretch(segment.Generation2, HeapGeneration.Gen2),
        ]
        : [Stretch(segment.ObjectRange, segment.Kind switch
        {
            GCSegmentKind.Generation0 => HeapGeneration.Gen0,
            GCSegmentKind.Generation1 => HeapGeneration.Gen1,
            GCSegmentKind.Large => HeapGeneration.Large,
            GCSegmentKind.Pinned => HeapGeneration.Pinned,
            GCSegmentKind.Frozen => HeapGeneration.Frozen,
            _ => HeapGeneration.Gen2,
        })];

    private static HeapStretch Stretch(MemoryRange range, HeapGeneration generation) => new(new AddressRange(range.Start, range.End), generation);
}
