using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;
using Xunit;

namespace HeapGraph.Core.Tests.Support;

/// <summary>A heap made by hand, word by word, of some types: what the walk sees of a process.</summary>
internal sealed unsafe class SketchedMemory : IDisposable
{
    public const ulong Types = 0x100000, TypeBytes = 0x1000, Heap = 0x400000;

    /// <summary>24 bytes without references; one reference; references in an array; bytes in an array; free space.</summary>
    public const ulong Leaf = Types + 0x100, Node = Types + 0x200, Array = Types + 0x300, Bytes = Types + 0x400, Free = Types + 0x500;

    private const uint HasComponentSize = 0x80000000, ContainsPointers = 0x01000000;
    private readonly MemoryCopy _types = new((nuint)TypeBytes);
    private readonly MemoryCopy _heap;

    public SketchedMemory(ulong bytes)
    {
        _heap = new MemoryCopy((nuint)bytes);
        new Span<byte>(_types.Pointer, (int)TypeBytes).Clear();
        new Span<byte>(_heap.Pointer, (int)bytes).Clear();
        this[Leaf] = 24UL << 32;
        this[Node] = ContainsPointers | 24UL << 32;
        (this[Node - 8], this[Node - 16], this[Node - 24]) = (1, 8, unchecked((ulong)-16L));
        this[Array] = HasComponentSize | ContainsPointers | 8 | 24UL << 32;
        (this[Array - 8], this[Array - 16], this[Array - 24]) = (1, 16, unchecked((ulong)-24L));
        this[Bytes] = HasComponentSize | 1 | 24UL << 32;
        this[Free] = HasComponentSize | 1 | 24UL << 32;
        Image = new MemoryImage(
            [new MemoryRun(Types, Types + TypeBytes, (nint)_types.Pointer), new MemoryRun(Heap, Heap + bytes, (nint)_heap.Pointer)], null);
        MethodTables = new MethodTableCache(Image, Free, address => !NoTypes.Contains(address));
    }

    public MemoryImage Image { get; }

    public MethodTableCache MethodTables { get; }

    /// <summary>What the debugger takes for no MethodTables.</summary>
    public HashSet<ulong> NoTypes { get; } = [];

    /// <summary>Where the next object goes.</summary>
    public ulong End { get; private set; } = Heap;

    public ref ulong this[ulong address] => ref *(ulong*)(address < Heap ? _types.Pointer + (address - Types) : _heap.Pointer + (address - Heap));

    /// <summary>Adds an object.</summary>
    /// <param name="type">Its MethodTable.</param>
    /// <param name="second">Its length or its reference.</param>
    /// <returns>Its address.</returns>
    public ulong Add(ulong type, ulong second = 0)
    {
        var address = End;
        (this[address], this[address + 8]) = (type, second);
        End += type switch { Array => 24 + 8 * second, Bytes or Free => (24 + second + 7) & ~7UL, _ => 24 };
        return address;
    }

    /// <summary>Adds several objects of a type without length.</summary>
    /// <returns>Their addresses.</returns>
    public ulong[] AddMany(int count, ulong type) => [.. Enumerable.Range(0, count).Select(_ => Add(type))];

    /// <summary>Walks the heap from its first object to the last, as one region of small objects.</summary>
    public HeapWalk Walk() => HeapWalk.Of(
        Image, [new HeapSegment(new AddressRange(Heap, End), HeapGeneration.Gen0, [])], MethodTables, [], null, TestContext.Current.CancellationToken);

    /// <summary>The addresses of what a walk has found.</summary>
    public static ulong[] Found(HeapWalk walk) => [.. Enumerable.Range(0, walk.Addresses.Count).Select(walk.Addresses.AddressOf)];

    public void Dispose()
    {
        _types.Dispose();
        _heap.Dispose();
    }
}
