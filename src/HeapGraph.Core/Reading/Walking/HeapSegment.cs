using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Walking;

/// <summary>A stretch of the GC heap as the runtime's own structures describe it.</summary>
/// <param name="Range">From the first object to the end of what was allocated.</param>
/// <param name="Generation">Which part of the heap it belongs to; null where the young generations share it.</param>
/// <param name="UnusedContexts">The unused parts of allocation contexts in it, ascending: they hold no objects.</param>
internal sealed record HeapSegment(AddressRange Range, HeapGeneration? Generation, AddressRange[] UnusedContexts);
