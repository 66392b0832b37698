using HeapGraph.Core.Graph;

namespace HeapGraph;

/// <summary>Objects that nothing keeps alive: where they lie, and on what dead objects they hang.</summary>
/// <param name="Objects">How many objects were asked about.</param>
/// <param name="Bytes">Their sizes added up.</param>
/// <param name="Parts">The same by part of the heap, those that exist, in the order of <see cref="HeapGeneration"/>.</param>
/// <param name="Topmost">How many of them hang on no other object.</param>
/// <param name="Owners">What they hang on, by type, what most goes with first; of many types the first ones.</param>
/// <param name="OwnerTypes">How many types of owners there are.</param>
/// <param name="Types">All garbage of the types of these objects, the most bytes first; of many types the first ones.</param>
public sealed record GarbageReport(
    long Objects, long Bytes, IReadOnlyList<GarbagePart> Parts, long Topmost, IReadOnlyList<GarbageOwner> Owners, int OwnerTypes, IReadOnlyList<TypeTableRow> Types);

/// <summary>Garbage in one part of the heap.</summary>
/// <param name="Generation">The part; null where it is not known.</param>
/// <param name="Objects">How many objects.</param>
/// <param name="Bytes">Their sizes added up.</param>
public sealed record GarbagePart(HeapGeneration? Generation, long Objects, long Bytes);

/// <summary>Dead objects of one type on which other garbage hangs: every chain of dead objects leads through one of them. Of a ring that nothing else
/// refers to it is the object that lies first.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Owners">How many they are.</param>
/// <param name="Chosen">How many of the objects that were asked about hang on them, themselves included.</param>
/// <param name="Objects">How many objects in all hang on them, themselves included.</param>
/// <param name="Bytes">The sizes of these added up.</param>
public sealed record GarbageOwner(HeapType Type, long Owners, long Chosen, long Objects, long Bytes)
{
    /// <summary>The address of the one on which most bytes hang.</summary>
    public ulong LargestAddress { get; init; }

    /// <summary>How many bytes hang on it, itself included.</summary>
    public long LargestBytes { get; init; }
}
