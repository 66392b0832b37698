using HeapGraph.Core.Graph.Values;
using HeapGraph.Core.Reading.Values;
using HeapGraph.Core.Tests.Support;
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
}
