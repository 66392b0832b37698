using System.Globalization;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>Chains to 100,000 random objects of a real heap, against a plain breadth-first search from all roots.</summary>
/// <remarks>The heap has a million objects; <c>HEAPGRAPH_OBJECTS=10000000</c> makes another size.</remarks>
[NotQuick]
public sealed class LargeHeapChainTests
{
    [Fact]
    public void A_chain_is_real_and_as_short_as_any_and_exists_exactly_when_the_object_is_reachable()
    {
        var objects = Environment.GetEnvironmentVariable("HEAPGRAPH_OBJECTS") is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : 1_000_000;
        using var snapshot = new DumpHeapReader(LeakTargetDumps.HeapOf("HeapMaker", $"{objects}")).Read(new HeapReadOptions(GraphParts.Reachability), null, CancellationToken.None);
        Assert.True(snapshot.Graph.ObjectCount >= objects);
        PlainChains.Compare(snapshot.Graph, 100_000);
    }
}
