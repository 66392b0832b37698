using HeapGraph.Core.Reading.Walking;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Damage;

/// <summary>Damage in heaps made by hand costs what is damaged, and not what stands beside it.</summary>
public sealed class DamagedWalkTests : IDisposable
{
    private const int Many = 6000;   // leaves of 24 bytes: more than the smallest large object
    private readonly SketchedMemory _heap = new(4 << 20);

    public void Dispose() => _heap.Dispose();

    [Theory]
    [InlineData(SketchedMemory.Bytes, 5000 * 24)]     // up to the beginning of an object
    [InlineData(SketchedMemory.Bytes, 5000 * 24 + 8)] // into one
    [InlineData(SketchedMemory.Array, 5000 * 3)]
    [InlineData(SketchedMemory.Bytes, 30 * 24)]       // less than what no small object can be as large as
    [InlineData(SketchedMemory.Array, 30 * 3)]
    [InlineData(SketchedMemory.Array, 30 * 3 + 1)]
    public void An_array_that_is_too_long_hides_no_objects(ulong type, ulong more)
    {
        var array = _heap.Add(type, 104);
        var leaves = _heap.AddMany(Many, SketchedMemory.Leaf);
        _heap[array + 8] += more;
        var walk = _heap.Walk();
        Assert.Equal(leaves, SketchedMemory.Found(walk).Except([array]));
        Assert.NotEmpty(walk.Coverage().Gaps);
    }

    [Theory]
    [InlineData(1, 4096)]
    [InlineData(3, 200_000)]   // the threshold for large objects was raised
    public void What_stood_before_in_arrays_that_nobody_cleared_is_no_object(int count, ulong length)
    {
        var expected = new List<ulong>();
        for (var index = 0; index < count; index++)
        {
            var array = _heap.Add(SketchedMemory.Bytes, length);
            expected.AddRange([array, .. _heap.AddMany(10, SketchedMemory.Leaf)]);
            for (var old = 1UL; index == 0 && old <= 10; old++)
            {
                _heap[expected[1] - 24 * old] = SketchedMemory.Leaf;
            }
        }

        var walk = _heap.Walk();
        Assert.Equal(expected, SketchedMemory.Found(walk));
        Assert.Empty(walk.Coverage().Gaps);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_damaged_object_costs_itself_alone(int step)
    {
        var leaves = _heap.AddMany(Many, SketchedMemory.Node);
        foreach (var leaf in leaves)
        {
            _heap[leaf + 8] = leaves[0];
        }

        var damaged = leaves.Where((_, index) => index % step == 1).ToArray();
        foreach (var leaf in damaged)
        {
            _heap[leaf] = 0;
        }

        var walk = _heap.Walk();
        Assert.Equal(leaves.Except(damaged), SketchedMemory.Found(walk));
        Assert.Equal(damaged.Length * 24, walk.Coverage().Gaps.Sum(gap => gap.Bytes));
    }

    [Fact]
    public void Dead_objects_in_a_free_block_stay_dead_when_its_header_is_damaged()
    {
        var before = _heap.AddMany(10, SketchedMemory.Leaf);
        var free = _heap.Add(SketchedMemory.Free, 24 * 20);
        for (var dead = 2UL; dead < 20; dead++)
        {
            _heap[free + 24 * dead] = SketchedMemory.Leaf;
        }

        var behind = _heap.AddMany(10, SketchedMemory.Leaf);
        _heap[free] = 0;
        Assert.Equal([.. before, .. behind], SketchedMemory.Found(_heap.Walk()));
    }

    [Fact]
    public void A_MethodTable_of_zeros_costs_its_own_objects_alone()
    {
        var (nodes, leaves) = (new List<ulong>(), new List<ulong>());
        for (var index = 0; index < Many; index++)
        {
            (index % 3 == 1 ? nodes : leaves).Add(_heap.Add(index % 3 == 1 ? SketchedMemory.Node : SketchedMemory.Leaf));
        }

        _heap[SketchedMemory.Node] = 0;
        Assert.Equal(leaves, SketchedMemory.Found(_heap.Walk()));
    }

    [Fact]
    public void A_type_that_the_debugger_does_not_know_any_more_costs_nothing()
    {
        var objects = Enumerable.Range(0, Many).Select(index => _heap.Add(index % 3 == 1 ? SketchedMemory.Node : SketchedMemory.Leaf)).ToArray();
        _heap.NoTypes.Add(SketchedMemory.Node);
        Assert.Equal(objects, SketchedMemory.Found(_heap.Walk()));
    }

    [Theory]
    [InlineData(0, 0)]      // no series
    [InlineData(2, 0)]      // two that overlap
    [InlineData(1, 4096)]   // one behind the object's end
    [InlineData(1, 13)]
    public void References_are_found_where_a_type_says_wrongly_that_they_lie(ulong series, ulong start)
    {
        var leaf = _heap.Add(SketchedMemory.Leaf);
        var node = _heap.Add(SketchedMemory.Node, leaf);
        _heap[SketchedMemory.Node - 8] = series;
        _heap[SketchedMemory.Node - 16] += start;
        (_heap[SketchedMemory.Node - 32], _heap[SketchedMemory.Node - 40]) = (8, unchecked((ulong)-16L));
        var walk = _heap.Walk();
        Assert.Equal([leaf, node], SketchedMemory.Found(walk));
        Assert.True(_heap.MethodTables.Find(SketchedMemory.Node)!.IsScanned);

        var objects = new ObjectWalk(walk, _heap.MethodTables, new ExtraReferences(), readsReferences: true);
        objects.Read(null, TestContext.Current.CancellationToken);
        Assert.Equal([0], objects.References![1].ToArray());
        Assert.Equal(0, objects.DanglingReferences);
    }
}
