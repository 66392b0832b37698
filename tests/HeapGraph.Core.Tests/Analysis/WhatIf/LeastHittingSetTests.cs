using HeapGraph.Core.Analysis.WhatIf;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis.WhatIf;

public sealed class LeastHittingSetTests
{
    [Fact]
    public void No_fewer_elements_hit_every_set_on_random_sets()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            IReadOnlyList<int>[] sets = [.. Enumerable.Range(0, random.Next(8)).Select(_ => Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(9)).Distinct().ToArray())];
            var least = LeastHittingSet.Of(sets)!;
            Assert.All(sets, set => Assert.True(set.Any(least.Contains), $"seed {seed}"));
            Assert.Equal(Enumerable.Range(0, 1 << 9).Where(taken => sets.All(set => set.Any(element => (taken >> element & 1) != 0))).Min(taken => int.PopCount(taken)), least.Count);
        }
    }

    [Fact]
    public void Of_equally_few_those_that_stand_first_are_taken() =>
        Assert.Equal(["a", "b"], LeastHittingSet.Of<string>([["a", "c"], ["b", "d"], ["a", "d"]])!.Order());
}
