using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Residence;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Residence;

/// <summary>Several that claim the same addresses.</summary>
public sealed class MemoryClaimTests
{
    [Fact]
    public void Each_address_is_given_to_the_surest_claim_and_of_equal_ones_to_the_first()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            MemoryClaim[] claims = [.. Enumerable.Range(0, random.Next(1, 30)).Select(number =>
            {
                var start = (ulong)random.Next(200);
                return new MemoryClaim(new AddressRange(start, start + (ulong)random.Next(60)), (ClaimRank)random.Next(4), MemoryKind.Malloc, $"{number}");
            })];
            var untangled = MemoryClaim.Untangled(claims);
            for (var address = 0UL; address < 270; address++)
            {
                var owner = claims.Where(claim => claim.Range.Contains(address)).MinBy(claim => claim.Rank)?.Owner;
                Assert.Equal(owner, untangled.SingleOrDefault(claim => claim.Range.Contains(address))?.Owner);
            }

            Assert.All(untangled.Zip(untangled.Skip(1)), pair => Assert.True(pair.First.Range.End <= pair.Second.Range.Start));
        }
    }

    [Fact]
    public void A_claim_that_nothing_cuts_stays_one()
    {
        MemoryClaim[] claims =
        [
            new(new AddressRange(0, 100), ClaimRank.Objects, MemoryKind.Objects), new(new AddressRange(20, 30), ClaimRank.Runtime, MemoryKind.Code),
            new(new AddressRange(40, 40), ClaimRank.Objects, MemoryKind.Stubs),
        ];
        Assert.Equal([claims[0]], MemoryClaim.Untangled(claims));
    }
}
