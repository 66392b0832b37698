namespace HeapGraph.Core.Graph.Details;

/// <summary>Where in its object a reference stands, as a number that is the same for every object of a type: the element
/// of an array, whichever, or the field by its offset.</summary>
internal static class ReferenceSlot
{
    /// <summary>An element of an array of references; also when slots are not known.</summary>
    public const ushort Element = 0;

    /// <summary>From the key of a dependent handle to its value.</summary>
    public const ushort Dependent = ushort.MaxValue - 1;

    /// <summary>From an object of a collectible type to its LoaderAllocator.</summary>
    public const ushort LoaderAllocator = ushort.MaxValue;

    private const long MostFields = Dependent - 1;   // those behind count as one: inline arrays of half a megabyte

    /// <summary>The slot of a field.</summary>
    /// <param name="offset">Bytes from the start of the object.</param>
    public static ushort OfField(long offset) => (ushort)Math.Min(offset / 8, MostFields);

    /// <summary>The slot of a reference within each element of an array of structs.</summary>
    /// <param name="ordinal">Number of the reference in its element, from 0.</param>
    public static ushort OfElementPart(long ordinal) => (ushort)Math.Min(ordinal + 1, MostFields);
}
