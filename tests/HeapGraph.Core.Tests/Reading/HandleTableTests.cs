using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Handle tables made by hand, whole and damaged.</summary>
public sealed class HandleTableTests : IDisposable
{
    private const ulong Module = 0x10_0000, Table = Module + 0x4000, FirstSegment = 0x20_0000, SecondSegment = 0x21_0000, Elsewhere = 0x7000_0000;
    private const uint NextSegment = 1920 + 6 * 13;

    private readonly byte[] _memory = new byte[0x20_0000];
    private readonly GCHandle _pinned;
    private readonly MemoryImage _image;

    public HandleTableTests()
    {
        _pinned = GCHandle.Alloc(_memory, GCHandleType.Pinned);
        _image = new MemoryImage([new MemoryRun(Module, Module + (ulong)_memory.Length, _pinned.AddrOfPinnedObject())], null);

        // The module's one writable segment holds the variable, which leads to a bucket, that to two tables.
        MemoryMarshal.Write(_memory, ElfHeader.OfCore(ElfHeader.Bytes, 1));
        MemoryMarshal.Write(_memory.AsSpan(ElfHeader.Bytes), new ElfProgramHeader { Type = ElfProgramHeader.Memory, Flags = 6, Address = 0x1000, MemoryBytes = 0x1000 });
        Write(Module + 0x1500, Module + 0x2000);
        Write(Module + 0x1510, 10);
        Write(Module + 0x2000, Module + 0x2100);
        Write(Module + 0x2100, Module + 0x2200);
        Write(Module + 0x2200, Table);
        Write(Table + 56, FirstSegment);
        AddSegment(FirstSegment, SecondSegment);
        AddSegment(SecondSegment, 0);
        AddHandle(FirstSegment, block: 1, index: 63, GcHandleKind.Strong, 0x1111_0000);
        AddHandle(SecondSegment, block: 119, index: 2, GcHandleKind.Dependent, 0x2222_0000);
        _memory[Offset(SecondSegment) + HandleTableLayout.UserData + 119] = 5;
        _memory[Offset(SecondSegment) + HandleTableLayout.BlockKinds + 5] = 12;
        Write(SecondSegment + 0x1000 + 8 * (5 * 64 + 2), 0x3333_0000);
    }

    public void Dispose()
    {
        _image.Dispose();
        _pinned.Free();
    }

    [Fact]
    public void Handles_are_found_from_the_module_alone() => Assert.Equal(
        [
            new GcHandle(FirstSegment + 0x1000 + 8 * 127, GcHandleKind.Strong, 0x1111_0000, 0),
            new GcHandle(SecondSegment + 0x1000 + 8 * (119 * 64 + 2), GcHandleKind.Dependent, 0x2222_0000, 0x3333_0000),
        ],
        new HandleTables(_image).Read([Elsewhere, Module]));

    [Fact]
    public void A_handle_that_is_free_or_empty_is_none()
    {
        AddHandle(FirstSegment, block: 1, index: 5, GcHandleKind.Strong, 0);
        AddHandle(FirstSegment, block: 1, index: 6, GcHandleKind.Strong, 0x4444_0000);
        _memory[Offset(FirstSegment) + HandleTableLayout.FreeMasks + 8] |= 1 << 6;
        Assert.Equal(2, new HandleTables(_image).Read([Module]).Count);
    }

    [Theory]
    [InlineData(SecondSegment, FirstSegment)]
    [InlineData(SecondSegment, SecondSegment)]
    [InlineData(SecondSegment, SecondSegment + 8)]
    [InlineData(FirstSegment, Elsewhere)]
    public void A_damaged_list_of_segments_gives_no_handles_at_all(ulong segment, ulong next)
    {
        Write(segment + NextSegment, next);
        Assert.Empty(new HandleTables(_image).Read([Module]));
    }

    [Fact]
    public void A_table_whose_segment_belongs_to_another_is_none()
    {
        Write(FirstSegment + NextSegment + 8, Table + 8);
        Assert.Empty(new HandleTables(_image).Read([Module]));
    }

    private static int Offset(ulong address) => (int)(address - Module);

    private void Write(ulong address, ulong value) => MemoryMarshal.Write(_memory.AsSpan(Offset(address)), in value);

    private void AddSegment(ulong segment, ulong next)
    {
        _memory.AsSpan(Offset(segment) + HandleTableLayout.BlockKinds, 2 * HandleTableLayout.Blocks).Fill(0xFF);
        Write(segment + NextSegment, next);
        Write(segment + NextSegment + 8, Table);
    }

    private void AddHandle(ulong segment, int block, int index, GcHandleKind kind, ulong held)
    {
        _memory[Offset(segment) + HandleTableLayout.BlockKinds + block] = (byte)kind;
        Write(segment + 0x1000 + 8 * (ulong)(block * 64 + index), held);
    }
}
