using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>The walk over heaps made by hand that hold zeros where an object should begin.</summary>
public sealed unsafe class HeapWalkTests : IDisposable
{
    private const ulong Types = 0x100000, TypeBytes = 0x100000, Heap = 0x300000, HeapBytes = 0x1000;
    private const ulong Array = Types + 0x200, Free = Types + 0x300;
    private const int LeastBytes = 24;
    private const uint HasComponentSize = 0x80000000;

    private readonly MemoryCopy _types = new((nuint)TypeBytes);
    private readonly MemoryCopy _heap = new((nuint)HeapBytes);
    private readonly MemoryImage _image;

    public HeapWalkTests()
    {
        new Span<byte>(_types.Pointer, (int)TypeBytes).Clear();
        new Span<byte>(_heap.Pointer, (int)HeapBytes).Clear();
        _image = new MemoryImage(
            [new MemoryRun(Types, Types + TypeBytes, (nint)_types.Pointer), new MemoryRun(Heap, Heap + HeapBytes, (nint)_heap.Pointer)], null);
    }

    public void Dispose()
    {
        _types.Dispose();
        _heap.Dispose();
    }

    [Fact]
    public void Zeros_after_an_object_that_is_too_large_are_no_object()
    {
        const ulong Unused = Heap + 0x100, UnusedEnd = Heap + 0x200;
        WriteType(Array, HasComponentSize | 8);
        (At(Heap), At(Heap + 8)) = ((long)Array, (long)HeapBytes);   // an array of more elements than there is room for
        var segment = new HeapSegment(new AddressRange(Heap, Heap + HeapBytes), HeapGeneration.Gen0, [new AddressRange(Unused, UnusedEnd)]);
        var methodTables = new MethodTableCache(_image, Free, _ => true);
        var walk = HeapWalk.Of(_image, [segment], methodTables, [], null, TestContext.Current.CancellationToken);
        Assert.Equal(0, walk.Addresses.Count);
        Assert.Equal(
            ["object larger than its segment", "no valid MethodTable"],
            walk.Coverage().Gaps.Select(gap => gap.Reason));
    }

    /// <summary>A zero looks like the key of an entry that is being written.</summary>
    [Fact]
    public void A_zero_is_no_MethodTable_while_another_thread_adds_one()
    {
        const int Rounds = 20_000, Readers = 4;
        var first = FirstInTable();
        WriteType(first, 0);
        var methodTables = new MethodTableCache(_image, Free, _ => true);
        var (isDone, found) = (false, 0);
        var readers = Enumerable.Range(0, Readers).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
                if (Volatile.Read(ref methodTables).Find(0) is not null)
                {
                    Interlocked.Increment(ref found);
                }
            }
        })).ToList();
        readers.ForEach(reader => reader.Start());
        for (var round = 0; round < Rounds; round++)
        {
            var next = new MethodTableCache(_image, Free, _ => true);
            Volatile.Write(ref methodTables, next);
            Assert.NotNull(next.Find(first));
        }

        Volatile.Write(ref isDone, true);
        readers.ForEach(reader => reader.Join());
        Assert.Equal(0, found);
    }

    /// <summary>An address that the cache puts where it looks for a zero first.</summary>
    private static ulong FirstInTable()
    {
        for (var address = Types; ; address += 8)
        {
            if (MethodTableCache.SlotOf(address, 1 << 12) == 0)
            {
                return address;
            }
        }
    }

    private void WriteType(ulong address, uint flags) => At(address) = flags | (long)LeastBytes << 32;

    private ref long At(ulong address) =>
        ref *(long*)(address < Heap ? _types.Pointer + (address - Types) : _heap.Pointer + (address - Heap));
}
