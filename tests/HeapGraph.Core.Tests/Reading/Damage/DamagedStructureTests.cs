using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Damage;

/// <summary>What the runtime keeps about its heap is damaged, not the heap: nothing is lost, or a sentence says that it may be.</summary>
[NotQuick]
public sealed class DamagedStructureTests : IDisposable
{
    private const ulong AllocatedField = 0, StartField = 32, NextField = 48;   // of a heap_segment
    private readonly DamagedCopy _dump = new(LeakTargetDumps.HeapOf("HeapMaker", "1000000"));
    private readonly List<ClrSegment> _segments;
    private readonly List<MemoryRange> _contexts;
    private readonly List<ClrHandle> _handles;
    private readonly ulong _middleOfSecond;      // an object in the second region of the generation that has most
    private readonly ulong _inFrontOfContext;   // an object some kilobytes before the last context

    public DamagedStructureTests()
    {
        using var whole = OpenedDump.Open(_dump, new DacPlaces());
        _segments = [.. whole.Runtime.Heap.Segments.Where(segment => segment.Length > 0)];
        _contexts = [.. whole.Runtime.Heap.EnumerateAllocationContexts()];
        _handles = [.. whole.Runtime.EnumerateHandles()];
        _middleOfSecond = OfMany()[1] is var second ? second.EnumerateObjects().First(found => found.Address > second.Start + second.Length / 2).Address : 0;
        var last = _contexts.MaxBy(context => context.Start).Start;
        _inFrontOfContext = _segments.Single(segment => segment.ObjectRange.Contains(last)).EnumerateObjects().Last(found => found.Address < last - 4000);
    }

    public void Dispose() => _dump.Dispose();

    [Fact]
    public void Nothing_is_said_of_a_whole_dump()
    {
        var coverage = Count(GraphParts.Reachability).Coverage;
        Assert.Empty(coverage.Warnings);
        Assert.Empty(coverage.Gaps);
        Assert.Equal((0, 0), (coverage.DanglingReferences, coverage.RootsIntoGaps));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0x40UL)]
    [InlineData(0x1000_0000_0000UL)]
    public void Regions_that_no_list_leads_to_any_more_are_read(ulong wrong)
    {
        var expected = Rows(Count(GraphParts.Objects));
        var first = OfMany()[0];
        _dump[first.Address + NextField] = wrong == 0 ? 0 : _dump[first.Address + NextField] ^ wrong;
        var found = Count(GraphParts.Objects);
        Assert.Equal(expected, Rows(found));
        Assert.Contains(found.Coverage.Warnings, warning => warning.Contains("in none of the collector's lists", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_that_leads_into_that_of_another_generation_loses_nothing()
    {
        var expected = Rows(Count(GraphParts.Objects));
        var many = OfMany();
        _dump[many[0].Address + NextField] = _segments.First(segment => segment.Kind != many[0].Kind && segment.Kind != GCSegmentKind.Frozen).Address;
        var found = Count(GraphParts.Objects);
        Assert.Equal(expected, Rows(found));
        Assert.NotEmpty(found.Coverage.Warnings);
    }

    [Theory]
    [InlineData(StartField, 0x4000UL)]
    [InlineData(StartField, 0x100_0000UL)]
    [InlineData(AllocatedField, ulong.MaxValue)]
    [InlineData(AllocatedField, 0x4000_0000UL)]
    public void A_region_with_wrong_bounds_loses_nothing(ulong field, ulong wrong)
    {
        var expected = Count(GraphParts.Objects);
        var region = OfMany()[1];
        _dump[region.Address + field] = wrong == ulong.MaxValue ? 0 : _dump[region.Address + field] ^ wrong;
        var found = Count(GraphParts.Objects);
        Assert.True(found.ObjectsByType.Sum() >= expected.ObjectsByType.Sum());
        Assert.NotEmpty(found.Coverage.Warnings);
    }

    [Fact]
    public void A_region_that_is_said_to_end_too_soon_is_read_to_its_end()
    {
        var expected = Rows(Count(GraphParts.Objects));
        _dump[OfMany()[1].Address + AllocatedField] = _middleOfSecond;
        var found = Count(GraphParts.Objects);
        Assert.Equal(expected, Rows(found));
        Assert.NotEmpty(found.Coverage.Warnings);
    }

    [Fact]
    public void An_allocation_context_that_covers_objects_hides_none()
    {
        var expected = Rows(Count(GraphParts.Objects));
        Damage(_contexts.MaxBy(context => context.Start).Start, _inFrontOfContext);
        var found = Count(GraphParts.Objects);
        Assert.Equal(expected, Rows(found));
        Assert.Contains(found.Coverage.Warnings, warning => warning.Contains("allocation context", StringComparison.Ordinal));
    }

    [Fact]
    public void A_handle_that_its_table_calls_free_is_a_root_and_told()
    {
        var expected = Rows(Count(GraphParts.Reachability));
        var handle = _handles.First(handle => handle.HandleKind == ClrHandleKind.Strong && handle.Object.Address != 0);
        var (segment, index) = (handle.Address & ~0xFFFFUL, (handle.Address & 0xFFFF) - 0x1000);
        _dump[segment + 600 + index / 512 * 8] |= 1UL << (int)(index / 8 % 64);
        var found = Count(GraphParts.Reachability);
        Assert.Equal(expected, Rows(found));
        Assert.Contains(found.Coverage.Warnings, warning => warning.Contains("handle tables are damaged", StringComparison.Ordinal));
    }

    [Fact]
    public void A_block_of_handles_whose_kind_is_damaged_keeps_its_roots()
    {
        var expected = Rows(Count(GraphParts.Reachability));
        var handle = _handles.First(handle => handle.HandleKind == ClrHandleKind.Strong && handle.Object.Address != 0);
        var kind = (handle.Address & ~0xFFFFUL) + 1560 + ((handle.Address & 0xFFFF) - 0x1000) / 512;
        _dump[kind & ~7UL] &= ~(0xFFUL << (int)(kind % 8 * 8));   // weak ones
        var found = Count(GraphParts.Reachability);
        Assert.Equal(expected, Rows(found));
        Assert.NotEmpty(found.Coverage.Warnings);
    }

    [Fact]
    public void Parts_of_a_dump_that_claim_the_same_memory_are_read_in_one_way()
    {
        const int OfAddress = 16;
        var header = MemoryMarshal.Read<ElfHeader>(_dump.ReadFile(0, ElfHeader.Bytes));
        var region = OfMany()[1];
        var (table, count) = ((long)header.Table, (int)header.EntryCount);
        var parts = Enumerable.Range(0, count).Select(index => MemoryMarshal.Read<ElfProgramHeader>(_dump.ReadFile(table + index * header.EntryBytes, ElfProgramHeader.Bytes))).ToList();
        var small = parts.FindIndex(part => part.Type == ElfProgramHeader.Memory && part.FileBytes is > 0 and <= 0x2000 && part.IsWritable);
        _dump.WriteFile(table + small * header.EntryBytes + OfAddress, BitConverter.GetBytes((region.Start + 0x10_0000) & ~0xFFFUL));
        using var opened = OpenedDump.Open(_dump, new DacPlaces());
        using var image = Core.Reading.Memory.DumpImage.Open(_dump);
        for (var address = region.Start & ~7UL; address < region.End; address += 0x400)
        {
            Assert.Equal(image.Read<ulong>(address), opened.Runtime.DataTarget.DataReader.Read<ulong>(address));
        }

        Assert.Contains(opened.Warnings, warning => warning.Contains("claim the same memory", StringComparison.Ordinal));
    }

    /// <summary>The regions of the generation that has most, in the order of its list.</summary>
    private List<ClrSegment> OfMany()
    {
        var many = _segments.Where(segment => segment.Kind is GCSegmentKind.Generation0 or GCSegmentKind.Generation1 or GCSegmentKind.Generation2)
            .GroupBy(segment => segment.Kind).MaxBy(same => same.Count())!.ToDictionary(segment => segment.Address);
        var next = many.Keys.Except(many.Keys.Select(address => _dump[address + NextField])).First();
        var ordered = new List<ClrSegment>();
        for (; many.TryGetValue(next, out var segment); next = _dump[next + NextField])
        {
            ordered.Add(segment);
        }

        Assert.True(ordered.Count > 2);
        return ordered;
    }

    /// <summary>Replaces the first word of the runtime's own memory that holds a value and lies behind another context's.</summary>
    private void Damage(ulong value, ulong replacement)
    {
        using var whole = OpenedDump.Open(_dump, new DacPlaces());
        var places = whole.Runtime.Threads.SelectMany(thread => Enumerable.Range(0, 512).Select(word => thread.Address + (ulong)(8 * word))).Where(address => _dump[address] == value).ToList();
        if (places.Count == 0)
        {
            // Since .NET 9 the context is a thread-local variable of the runtime, which the Thread points at.
            places = [.. whole.Runtime.Threads.SelectMany(thread => Enumerable.Range(0, 512).Select(word => _dump[thread.Address + (ulong)(8 * word)]))
                .Where(pointer => pointer > 0x10000 && (pointer & 7) == 0).SelectMany(pointer => Enumerable.Range(0, 16).Select(word => pointer + (ulong)(8 * word))).Where(address => _dump[address] == value)];
        }

        Assert.NotEmpty(places);
        foreach (var place in places.Distinct())
        {
            _dump[place] = replacement;
        }
    }

    private HeapTypeCounts Count(GraphParts parts) =>
        new DumpHeapReader(_dump, null, null).CountTypes(new HeapReadOptions(parts), null, TestContext.Current.CancellationToken);

    private static List<string> Rows(HeapTypeCounts counts) =>
        [.. counts.Types.Select((type, index) => $"{type.Name} {type.AssemblyName} {counts.ObjectsByType[index]} {counts.BytesByType[index]}").Where(row => !row.EndsWith(" 0 0", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
