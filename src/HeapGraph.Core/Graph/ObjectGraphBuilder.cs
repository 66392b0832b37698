using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Graph;

/// <summary>The only way to make an <see cref="ObjectGraph"/>: takes the arrays as a reader, a saved file or a test
/// has filled them, and owns them from then on.</summary>
internal sealed class ObjectGraphBuilder
{
    /// <param name="addresses">The objects.</param>
    /// <param name="types">The types, each once.</param>
    /// <param name="typeIndexByLayout">For each layout (one per MethodTable) the index of its type.</param>
    /// <param name="layouts">How to compute sizes, by layout index.</param>
    /// <param name="layoutIndexByObject">For each object the index of its layout.</param>
    /// <param name="lengthByObject">For each object its number of elements or characters, 0 where it has none.</param>
    public ObjectGraphBuilder(
        AddressTable addresses,
        IReadOnlyList<HeapType> types,
        int[] typeIndexByLayout,
        ObjectLayout[] layouts,
        int[] layoutIndexByObject,
        uint[] lengthByObject)
        : this(addresses, types, typeIndexByLayout, layouts, LayoutIndexTable.Of(layoutIndexByObject, layouts.Length), LengthTable.Of(lengthByObject))
    {
    }

    internal ObjectGraphBuilder(
        AddressTable addresses,
        IReadOnlyList<HeapType> types,
        int[] typeIndexByLayout,
        ObjectLayout[] layouts,
        LayoutIndexTable layoutIndexes,
        LengthTable lengths)
    {
        Addresses = addresses;
        Types = types;
        TypeIndexByLayout = typeIndexByLayout;
        Layouts = layouts;
        LayoutIndexes = layoutIndexes;
        Lengths = lengths;
    }

    internal AddressTable Addresses { get; }
    internal IReadOnlyList<HeapType> Types { get; }
    internal int[] TypeIndexByLayout { get; }
    internal ObjectLayout[] Layouts { get; }
    internal LayoutIndexTable LayoutIndexes { get; }
    internal LengthTable Lengths { get; }

    /// <summary>What each object refers to; null when nobody will ask.</summary>
    public EdgeTable? References { get; init; }

    /// <summary>The <see cref="ReferenceSlot"/> of each reference in the order of the table; null when nobody will ask.</summary>
    public ushort[]? Slots { get; init; }

    /// <summary>What refers to each object; null when nobody will ask.</summary>
    public EdgeTable? Referrers { get; init; }

    /// <summary>The GC roots, in any order.</summary>
    public HeapRoot[] Roots { get; init; } = [];

    /// <summary>The arrays in which the runtime keeps static fields.</summary>
    public IReadOnlySet<int> StaticStorage { get; init; } = new HashSet<int>();

    /// <summary>For references from a key to its value, the ConditionalWeakTable that they are an entry of.</summary>
    public Lazy<IReadOnlyDictionary<FieldReference, int>>? WeakTables { get; init; }

    /// <summary>Which generation each part of the heap belongs to, in any order; empty when nobody knows.</summary>
    public IReadOnlyList<HeapStretch> Generations { get; init; } = [];

    /// <summary>What could and could not be read.</summary>
    public HeapCoverage Coverage { get; init; } = new();

    /// <summary>Makes the graph.</summary>
    /// <exception cref="ArgumentException">Arrays of different lengths.</exception>
    public ObjectGraph Build()
    {
        if (LayoutIndexes.Count != Addresses.Count || Lengths.Count != Addresses.Count
            || References is { } references && references.ObjectCount != Addresses.Count
            || Referrers is { } referrers && referrers.ObjectCount != Addresses.Count
            || Slots is { } slots && slots.Length != References?.EdgeCount)
        {
            throw new ArgumentException("An array does not have one entry per object.");
        }

        Array.Sort(Roots, static (a, b) =>
            a.ObjectIndex != b.ObjectIndex ? a.ObjectIndex.CompareTo(b.ObjectIndex)
            : a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
            : string.CompareOrdinal(a.Name, b.Name) is var byName && byName != 0 ? byName
            : a.Address.CompareTo(b.Address));
        return new ObjectGraph(this);
    }
}
