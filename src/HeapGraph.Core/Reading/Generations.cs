using HeapGraph.Core.Graph;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

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

            // Without regions the young generations share a segment.
            if (segment.Kind == GCSegmentKind.Ephemeral)
            {
                stretches[count++] = Stretch(segment.Generation0, HeapGeneration.Gen0);
                stretches[count++] = Stretch(segment.Generation1, HeapGeneration.Gen1);
                stretches[count++] = Stretch(segment.Generation2, HeapGeneration.Gen2);
                continue;
            }

            stretches[count++] = Stretch(segment.ObjectRange, segment.Kind switch
            {
                GCSegmentKind.Generation0 => HeapGeneration.Gen0,
                GCSegmentKind.Generation1 => HeapGeneration.Gen1,
                GCSegmentKind.Large => HeapGeneration.Large,
                GCSegmentKind.Pinned => HeapGeneration.Pinned,
                GCSegmentKind.Frozen => HeapGeneration.Frozen,
                _ => HeapGeneration.Gen2,
            });
        }

        return stretches[..count];
    }

    private static HeapStretch Stretch(MemoryRange range, HeapGeneration generation) => new(new AddressRange(range.Start, range.End), generation);
}
