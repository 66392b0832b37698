using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Graph;

/// <summary>Every object of a heap with its type, size and address, the references between them in both
/// directions, and the GC roots. Objects are numbered densely in address order.</summary>
/// <remarks>2 bytes per object for its type, 4 per object with a length, 4 per object and 4 per reference for each direction, 2 per
/// reference for slots, and the <see cref="AddressTable"/>. Never changes once built, so any number of threads may read it. Made by
/// <see cref="ObjectGraphBuilder"/> alone.</remarks>
internal sealed class ObjectGraph
{
    private readonly LayoutIndexTable _layoutIndexes;   // which MethodTable
    private readonly LengthTable _lengths;
    private readonly ObjectLayout[] _layouts;
    private readonly int[] _typeIndexByLayout;
    private readonly EdgeTable? _references;
    private readonly ushort[]? _slots;
    private readonly Lazy<IReadOnlyDictionary<FieldReference, int>>? _weakTables;
    private EdgeTable? _referrers;

    internal ObjectGraph(ObjectGraphBuilder built)
    {
        Addresses = built.Addresses;
        Types = built.Types;
        _layoutIndexes = built.LayoutIndexes;
        _lengths = built.Lengths;
        _layouts = built.Layouts;
        _typeIndexByLayout = built.TypeIndexByLayout;
        _references = built.References;
        _referrers = built.Referrers;
        _slots = built.Slots;
        _weakTables = built.WeakTables;
        Roots = built.Roots;
        StaticStorage = built.StaticStorage;
        Generations = new GenerationTable(built.Addresses, built.Generations);
        Coverage = built.Coverage;
    }

    private ObjectGraph(ObjectGraph whole, ReferenceCut cut, HeapCoverage coverage)
    {
        Addresses = whole.Addresses;
        Types = whole.Types;
        _layoutIndexes = whole._layoutIndexes;
        _lengths = whole._lengths;
        _layouts = whole._layouts;
        _typeIndexByLayout = whole._typeIndexByLayout;
        _references = whole._references?.Without(cut.BetweenObjects);
        _referrers = whole._referrers?.Without(cut.BetweenObjects.Select(reference => new FieldReference(reference.To, reference.From)));
        _weakTables = whole._weakTables;
        Roots = [.. whole.Roots.Where(root => !cut.Roots.Contains(root))];
        StaticStorage = whole.StaticStorage;
        Generations = whole.Generations;
        Coverage = coverage;
    }

    /// <summary>Number of objects; they are numbered from 0.</summary>
    public int ObjectCount => Addresses.Count;

    /// <summary>The types, by type index.</summary>
    public IReadOnlyList<HeapType> Types { get; }

    /// <summary>Addresses by object and objects by address.</summary>
    public AddressTable Addresses { get; }

    /// <summary>The GC roots, sorted by object, then by kind and name.</summary>
    public IReadOnlyList<HeapRoot> Roots { get; }

    /// <summary>The arrays in which the runtime keeps the values of static fields. Each value has a static root of
    /// its own, so an explanation passes these arrays over.</summary>
    public IReadOnlySet<int> StaticStorage { get; }

    /// <summary>The generation of each object.</summary>
    public GenerationTable Generations { get; }

    /// <summary>What could and could not be read.</summary>
    public HeapCoverage Coverage { get; }

    /// <summary>What each object refers to.</summary>
    /// <exception cref="InvalidOperationException">The graph was read without <see cref="GraphParts.References"/>.</exception>
    public EdgeTable References => _references ?? throw new InvalidOperationException("The graph was read without references.");

    /// <summary>Whether it was read with <see cref="GraphParts.References"/>.</summary>
    public bool HasReferences => _references is not null;

    /// <summary>What refers to each object.</summary>
    /// <exception cref="InvalidOperationException">The graph was read without <see cref="GraphParts.Referrers"/>.</exception>
    public EdgeTable Referrers => _referrers ?? throw new InvalidOperationException("The graph was read without referrers.");

    /// <summary>The <see cref="ReferenceSlot"/> of each reference of an object, in the order of <see cref="References"/>; empty
    /// when the graph was read without <see cref="GraphParts.Slots"/>.</summary>
    public ReadOnlySpan<ushort> SlotsOf(int objectIndex) =>
        _slots is null ? [] : _slots.AsSpan(References.FirstEdgeOf(objectIndex), References[objectIndex].Length);

    /// <summary>The ConditionalWeakTable of which a key and its value are an entry; -1 where there is none.</summary>
    internal int WeakTableOf(int key, int value) => _weakTables?.Value.GetValueOrDefault(new FieldReference(key, value), -1) ?? -1;

    /// <summary>The ConditionalWeakTables that have entries, each as often as it has some.</summary>
    internal IEnumerable<int> WeakTables => _weakTables?.Value.Values ?? [];

    /// <summary>The same objects with <see cref="Referrers"/> too; this graph when it has them. Both share their arrays.</summary>
    /// <exception cref="InvalidOperationException">The graph was read without <see cref="GraphParts.References"/>.</exception>
    internal ObjectGraph WithReferrers(CancellationToken cancellation)
    {
        if (_referrers is not null)
        {
            return this;
        }

        var whole = (ObjectGraph)MemberwiseClone();
        whole._referrers = References.Reversed(cancellation);
        return whole;
    }

    /// <summary>The same heap as it would be without some references. Takes new arrays of references; the objects are shared.</summary>
    /// <param name="cut">The references.</param>
    /// <param name="coverage">What to say of the result; the same as of this graph when null.</param>
    public ObjectGraph Without(ReferenceCut cut, HeapCoverage? coverage = null) => new(this, cut, coverage ?? Coverage);

    /// <summary>The type of an object.</summary>
    public HeapType TypeOf(int objectIndex) => Types[TypeIndexOf(objectIndex)];

    /// <summary>The type of an object, as an index into <see cref="Types"/>.</summary>
    public int TypeIndexOf(int objectIndex) => _typeIndexByLayout[_layoutIndexes[objectIndex]];

    /// <summary>Which of the layouts an object has, of which there is one per MethodTable, in the order in which these were met.</summary>
    public int LayoutIndexOf(int objectIndex) => _layoutIndexes[objectIndex];

    /// <summary>Size of an object in bytes, as the runtime counts it (not rounded up to the heap's alignment).</summary>
    public long BytesOf(int objectIndex)
    {
        var layout = _layouts[_layoutIndexes[objectIndex]];
        return layout.BytesOf(layout.ComponentBytes == 0 ? 0 : _lengths[objectIndex]);
    }

    /// <summary>Number of elements of an array or characters of a string, 0 for other objects.</summary>
    public long LengthOf(int objectIndex) => _lengths[objectIndex];

    /// <summary>The address at which an object starts.</summary>
    public ulong AddressOf(int objectIndex) => Addresses.AddressOf(objectIndex);

    /// <summary>The roots that keep an object alive directly, as a stretch of <see cref="Roots"/>. O(log roots).</summary>
    public IEnumerable<HeapRoot> RootsOf(int objectIndex)
    {
        int low = 0, high = Roots.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Roots[middle].ObjectIndex < objectIndex)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        for (; low < Roots.Count && Roots[low].ObjectIndex == objectIndex; low++)
        {
            yield return Roots[low];
        }
    }
}
