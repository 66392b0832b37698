using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>The GC roots as they are found; what keeps no object of the heap alive is left out.</summary>
/// <param name="addresses">The heap's objects.</param>
/// <param name="bytesOf">Size of an object by its number.</param>
/// <param name="tick">Called after each step through the DAC, which may never come back from the next.</param>
internal sealed class RootList(AddressTable addresses, Func<int, long> bytesOf, Action tick)
{
    private readonly List<HeapRoot> _found = [];
    private List<(HeapRootKind Kind, ulong Address)>? _lost;

    public IReadOnlyList<HeapRoot> Found => _found;

    /// <summary>What lies in the heap, but leads to no object.</summary>
    public IReadOnlyList<(HeapRootKind Kind, ulong Address)>? Lost => _lost;

    public AddressTable Addresses => addresses;

    public void Tick() => tick();

    /// <param name="kind">What sort of place.</param>
    /// <param name="address">What the place holds: the start of an object, or somewhere inside one.</param>
    /// <param name="name">The place by name.</param>
    /// <param name="slot">Address of the place.</param>
    /// <param name="isInterior">Whether an address inside an object counts.</param>
    /// <param name="sourceLine">The source line of a local.</param>
    public void Add(HeapRootKind kind, ulong address, RootName? name, ulong slot, bool isInterior = false, string? sourceLine = null)
    {
        var index = addresses.IndexOf(address);
        if (index < 0 && isInterior)
        {
            index = ObjectAround(address);
        }

        if (index >= 0)
        {
            _found.Add(new HeapRoot(kind, index, name?.Text, slot) { Parts = name, SourceLine = sourceLine });
        }
        else if (addresses.RangeOf(address) >= 0)
        {
            (_lost ??= []).Add((kind, address));
        }
    }

    /// <summary>The number of the object that an address lies in, or -1.</summary>
    public int ObjectAround(ulong address) =>
        addresses.IndexAtOrBefore(address) is >= 0 and var index && address < addresses.AddressOf(index) + (ulong)bytesOf(index) ? index : -1;

    /// <summary>First byte after an object.</summary>
    public ulong EndOf(int objectIndex) => addresses.AddressOf(objectIndex) + (ulong)bytesOf(objectIndex);
}
