using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>The segments of a ConcurrentQueue, from its head on.</summary>
/// <remarks>Source: ConcurrentQueueSegment.cs of the runtime.</remarks>
internal sealed class QueueSegments(FieldReader fields)
{
    private const int MaxSegments = 100_000;

    /// <summary>The array of each segment's slots, the slot of its first element, and how many it has.</summary>
    public IEnumerable<(ClrArray Slots, int Head, int Count)> Of(ClrObject queue)
    {
        var segment = fields.ReadObject(queue, "_head");
        for (var passed = 0; segment is { } at && passed < MaxSegments; passed++, segment = fields.ReadObject(at, "_nextSegment"))
        {
            if (fields.ReadObject(at, "_slots") is not { IsArray: true } array || fields.ReadInt32(at, "_headAndTail.Head") is not { } head
                || fields.ReadInt32(at, "_headAndTail.Tail") is not { } tail)
            {
                yield break;
            }

            // A full segment's tail is moved on by twice its length, so that nothing more goes into it.
            var slots = array.AsArray();
            var count = tail - head > slots.Length ? tail - head - (2 * slots.Length) : tail - head;
            yield return (slots, head, Math.Clamp(count, 0, slots.Length));
        }
    }
}
