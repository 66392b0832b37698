using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Values;
using HeapGraph.Core.Tests.Support;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Values;

/// <summary>Paths through memory that no program leaves so.</summary>
public sealed class DamagedPathTests
{
    [Fact]
    public void A_collection_that_wraps_itself_has_no_elements()
    {
        using var memory = new SketchedMemory(4096);
        var around = memory.Add(SketchedMemory.Node);
        memory[around + 8] = around;
        ByMethodTable<PathPlan> plans = null!;
        plans = new(memory.Image, _ => new WrapperPlan(memory.Image, 8, 0, plans));

        Assert.Equal(HeapValue.EndsAt(0), plans.Of(around)!.Read(around));
    }

    [Fact]
    public void A_collection_behind_several_wrappers_is_found()
    {
        using var memory = new SketchedMemory(4096);
        var inner = memory.Add(SketchedMemory.Leaf, 7);
        var outer = memory.Add(SketchedMemory.Node, memory.Add(SketchedMemory.Node, memory.Add(SketchedMemory.Node, memory.Add(SketchedMemory.Node, inner))));
        ByMethodTable<PathPlan> plans = null!;
        plans = new(memory.Image, at => memory[at] == SketchedMemory.Leaf ? new CountPlan(memory.Image, 8, 0, 0) : new WrapperPlan(memory.Image, 8, 0, plans));

        Assert.Equal(7UL, plans.Of(outer)!.Read(outer).Low);
    }

    [Theory]
    [InlineData(0x80000010u)]   // more than an int counts to
    [InlineData(0xFFFFFFFFu)]
    public void An_array_that_claims_more_than_the_dump_holds_is_looked_through_as_far_as_that(uint length)
    {
        using var memory = new SketchedMemory(4096);
        var dictionary = memory.Add(SketchedMemory.Node, memory.Add(SketchedMemory.Array, 4));
        var array = memory[dictionary + 8];
        memory[array + 8] = length;

        Assert.Equal(HeapValue.EndsAt(0), Keyed(memory, 99).Read(dictionary));
        memory[array + 16] = 99;
        Assert.Equal(HeapValue.UnknownAt(7), Keyed(memory, 99).Read(dictionary));
    }

    [Fact]
    public void A_key_is_found_behind_a_hundred_thousand_others_and_said_to_be_given_up_behind_too_many()
    {
        using var memory = new SketchedMemory(2 << 20);
        var dictionary = memory.Add(SketchedMemory.Node, memory.Add(SketchedMemory.Array, 210_000));
        memory[memory[dictionary + 8] + 16 + (8 * 200_000)] = 99;

        Assert.Equal(HeapValue.UnknownAt(7), Keyed(memory, 99).Read(dictionary));
        Assert.Equal(HeapValue.GivenUpAt(0), Keyed(memory, 99, mostLooks: 100_000).Read(dictionary));
        Assert.Equal(HeapValue.EndsAt(0), Keyed(memory, 77).Read(dictionary));
    }

    [Fact]
    public void A_sorted_list_has_no_keys_behind_its_size()
    {
        using var memory = new SketchedMemory(4096);
        var (keys, values) = (memory.Add(SketchedMemory.Array, 3), memory.Add(SketchedMemory.Array, 3));
        var list = memory.Add(SketchedMemory.Bytes, 16);
        (memory[list + 8], memory[list + 16], memory[list + 24]) = (keys, values, 2);
        (memory[keys + 16], memory[keys + 24], memory[keys + 32]) = (5, 6, 7);
        var plan = new PairedKeyPlan(memory.Image, new KeyMatch(0, memory.Image, new PathPart.Index(6)), 8, 16, 24, Elements(memory), 0);

        Assert.Equal(HeapValue.UnknownAt(7), plan.Read(list));
        Assert.Equal(HeapValue.EndsAt(0), new PairedKeyPlan(memory.Image, new KeyMatch(0, memory.Image, new PathPart.Index(7)), 8, 16, 24, Elements(memory), 0).Read(list));
    }

    // Of an array of 8 bytes each, which are keys with a value that shows as "unknown".
    private static KeyedPlan Keyed(SketchedMemory memory, long key, long mostLooks = ArrayFacts.MostLooks) => new(
        memory.Image, new KeyMatch(0, memory.Image, new PathPart.Index(key)),
        at => memory[at] == SketchedMemory.Node ? new InnerObject("", [0], 8, 0, null)
            : new InnerObject("Entry[]", [], 16, 8, new KeyedPair(0, ValueShape.Of(null, ClrElementType.Int64), new MissingPlan(HeapValue.UnknownAt(7)), -1)),
        [("", "Entry[]")], used: 0, part: 0, mostLooks);

    private static ByMethodTable<ElementAccess> Elements(SketchedMemory memory) =>
        new(memory.Image, _ => new ElementAccess(16, 8, new MissingPlan(HeapValue.UnknownAt(7)), ValueShape.Of(null, ClrElementType.Int64)));
}
