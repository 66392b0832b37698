using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Reachable objects of a heap made by hand: one large array, each second element of which refers to an object.</summary>
public sealed unsafe class ReachableWalkTests : IDisposable
{
    private const int Elements = 100_000;
    private const ulong Types = 0x100000, Heap = 0x200000;
    private const ulong Leaf = Types + 0x100, Array = Types + 0x200, Free = Types + 0x300;
    private const int LeafBytes = 24, ArrayHeaderBytes = 16;
    private const uint HasComponentSize = 0x80000000, ContainsPointers = 0x01000000;

    private readonly MemoryCopy _types = new(0x1000);
    private readonly MemoryCopy _heap = new(Elements * 64);

    public void Dispose()
    {
        _types.Dispose();
        _heap.Dispose();
    }

    [Theory]
    [InlineData(8, new uint[0])]                // object[]
    [InlineData(16, new uint[] { 1, 8 })]       // (object, long)[]
    [InlineData(24, new uint[] { 1, 8, 1, 0 })] // (object, long, object)[]
    public void All_elements_of_a_large_array_are_followed(int elementBytes, uint[] runs)
    {
        new Span<byte>(_types.Pointer, 0x1000).Clear();
        new Span<byte>(_heap.Pointer, Elements * 64).Clear();
        WriteType(Leaf, 0, LeafBytes);
        WriteType(Free, 0, LeafBytes);
        WriteType(Array, HasComponentSize | ContainsPointers | (uint)elementBytes, 24);
        if (runs.Length == 0)
        {
            (At(Array - 8), At(Array - 16), At(Array - 24)) = (1, ArrayHeaderBytes, -24);
        }
        else
        {
            (At(Array - 8), At(Array - 16)) = (-runs.Length / 2, ArrayHeaderBytes);
            for (var index = 0; index < runs.Length / 2; index++)
            {
                At(Array - 24 - (ulong)(8 * index)) = runs[2 * index] | (long)runs[2 * index + 1] << 32;
            }
        }

        var end = WriteHeap(elementBytes);
        var image = new MemoryImage(
            [new MemoryRun(Types, Types + 0x1000, (nint)_types.Pointer), new MemoryRun(Heap, end, (nint)_heap.Pointer)], null);
        var methodTables = new MethodTableCache(image, Free, _ => true);
        var segment = new HeapSegment(new AddressRange(Heap, end), HeapGeneration.Gen0, []);
        var walk = HeapWalk.Of(image, [segment], methodTables, [], null, TestContext.Current.CancellationToken);
        Assert.Equal(Elements + 1, walk.Addresses.Count);

        var reachable = ReachableWalk.From(walk, methodTables, new ExtraReferences(), [0], null, TestContext.Current.CancellationToken);
        var tally = reachable.ReachableOf(walk.Tally);
        Assert.Equal(1, tally.CountOf(methodTables.Find(Array)!));
        Assert.Equal(Elements / 2, tally.CountOf(methodTables.Find(Leaf)!));
        Assert.Equal(1, reachable.DanglingReferences);
    }

    /// <summary>An array, then a leaf for each of its elements; the element before the last holds no object's address.</summary>
    /// <returns>The end of the heap.</returns>
    private ulong WriteHeap(int elementBytes)
    {
        var leaves = Heap + 24 + (ulong)(Elements * elementBytes);
        (At(Heap), At(Heap + 8)) = ((long)Array, Elements);
        for (var index = 0; index < Elements; index++)
        {
            var leaf = leaves + (ulong)(index * LeafBytes);
            At(leaf) = (long)Leaf;
            if (index % 2 == 1)
            {
                At(Heap + ArrayHeaderBytes + (ulong)(index * elementBytes)) = (long)leaf;
            }
        }

        At(Heap + ArrayHeaderBytes + (ulong)((Elements - 2) * elementBytes)) = (long)Types;
        return leaves + Elements * LeafBytes;
    }

    private void WriteType(ulong address, uint flags, int baseBytes) => At(address) = flags | (long)baseBytes << 32;

    private ref long At(ulong address) =>
        ref *(long*)(address < Heap ? _types.Pointer + (address - Types) : _heap.Pointer + (address - Heap));
}
