using HeapGraph.Core.Graph;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Segments;

/// <summary>Which generation each part of the heap belongs to, as the runtime's own structures say.</summary>
internal static class Generations
{
    public static HeapStretch[] Of(IReadOnlyList<ClrSegment> segments)
    {
        const int PerSegment = 3;
        var (stretches, count) = (new HeapStretch[segments.Count * PerSegment], 0);
        foreach (var segment in segments)
        {
            if (segment.Length == 0)
            {
                continue;
            }

            if (Of(segment.Kind) is { } generation)
            {
                stretches[count++] = Stretch(segment.ObjectRange, generation);
            }
            else
            {
                stretches[count++] = Stretch(segment.Generation0, HeapGeneration.Gen0);
                stretches[count++] = Stretch(segment.Generation1, HeapGeneration.Gen1);
                stretches[count++] = Stretch(segment.Generation2, HeapGeneration.Gen2);
            }
        }

        return stretches[..count];
    }

    /// <summary>The generation of a segment of a kind; null for one that the young generations share, where the heap has no regions.</summary>
    public static HeapGeneration? Of(GCSegmentKind kind) => kind switch
    {
        GCSegmentKind.Generation0 => HeapGeneration.Gen0,
        GCSegmentKind.Generation1 => HeapGeneration.Gen1,
        GCSegmentKind.Generation2 => HeapGeneration.Gen2,
        GCSegmentKind.Large => HeapGeneration.Large,
        GCSegmentKind.Pinned => HeapGeneration.Pinned,
        GCSegmentKind.Frozen => HeapGeneration.Frozen,
        _ => null,
    };

    private static HeapStretch Stretch(MemoryRange range, HeapGeneration generation) => new(new AddressRange(range.Start, range.End), generation);
}
