using HeapGraph.Core.Analysis.Objects;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>What nothing refers to, against a look at each object's referrers.</summary>
public sealed class UnreferencedObjectsTests
{
    [Fact]
    public void They_have_no_referrer_but_themselves()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var count = random.Next(1, 12);
            var graph = GraphSketch.Of(
                count, [.. Enumerable.Range(0, random.Next(14)).Select(_ => (random.Next(count), random.Next(count)))], []);
            var found = UnreferencedObjects.In(graph, TestContext.Current.CancellationToken);
            for (var index = 0; index < count; index++)
            {
                Assert.Equal(graph.Referrers[index].ToArray().All(referrer => referrer == index), found.Contains(index));
            }
        }
    }
}
