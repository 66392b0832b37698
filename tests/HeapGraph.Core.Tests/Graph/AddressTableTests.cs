using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;
using Xunit;

namespace HeapGraph.Core.Tests.Graph;

public sealed class AddressTableTests
{
    [Fact]
    public void Addresses_and_numbers_translate_both_ways_over_many_random_ranges()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var ranges = new List<AddressRange>();
            var next = 0x7F0000000000UL;
            for (var index = random.Next(1, 12); index > 0; index--)
            {
                next += (ulong)random.Next(1, 1 << 20) * 8;
                var end = next + (ulong)random.Next(0, 600) * 8;
                ranges.Add(new AddressRange(next, end));
                next = end;
            }

            var builder = new AddressTableBuilder([.. ranges]);
            var addresses = new List<ulong>();
            for (var range = 0; range < ranges.Count; range++)
            {
                for (var address = ranges[range].Start; address < ranges[range].End; address += 8)
                {
                    if (random.Next(3) == 0)
                    {
                        builder.Mark(range, address);
                        addresses.Add(address);
                    }
                }
            }

            var table = builder.Build();
            Assert.Equal(addresses.Count, table.Count);
            for (var index = 0; index < addresses.Count; index++)
            {
                Assert.Equal(index, table.IndexOf(addresses[index]));
                Assert.Equal(addresses[index], table.AddressOf(index));
                Assert.Equal(index, table.IndexAtOrBefore(addresses[index]));
            }

            // Whatever was asked for before, in order or not.
            for (var (asked, near) = (0, random.Next(1 << 20)); asked < addresses.Count; asked++)
            {
                Assert.Equal(addresses[asked], table.AddressOf(asked, ref near));
                var other = random.Next(addresses.Count);
                Assert.Equal(addresses[other], random.Next(3) == 0 ? table.AddressOf(other, ref near) : table.AddressOf(other));
            }

            foreach (var range in ranges)
            {
                for (var address = range.Start - 16; address < range.End + 16; address += 4)
                {
                    Assert.Equal(addresses.IndexOf(address), table.IndexOf(address));
                }
            }
        }
    }
}
