using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Residence;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Residence;

/// <summary>Mappings that are cut where owners change.</summary>
public sealed class MemoryAreasTests
{
    private const ulong Page = 4096;

    [Fact]
    public void The_parts_of_each_mapping_cover_it_and_add_up_to_what_the_kernel_says_of_it()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var mappings = MappingsOf(random);
            var pages = Ascending(random, 2000, Page);
            MemoryClaim[] claims = [.. Ascending(random, 2000, 8).Select(range => new MemoryClaim(range, (ClaimRank)random.Next(7), MemoryKind.Malloc, "mine"))];
            var areas = new MemoryAreas(claims, pages, new MappingOwners(mappings)).Of(mappings);
            foreach (var mapping in mappings)
            {
                MemoryArea[] parts = [.. areas.Where(area => area.Range.Start >= mapping.Range.Start && area.Range.End <= mapping.Range.End)];
                Assert.Equal(mapping.Range.Bytes, parts.Aggregate(0UL, (sum, part) => sum + part.Range.Bytes));
                Assert.Equal(mapping.Resident, parts.Sum(part => part.Resident));
                Assert.Equal(mapping.Swapped, parts.Sum(part => part.Swapped));
                Assert.Equal(mapping.PrivateDirty, parts.Sum(part => part.PrivateDirty));
                Assert.All(parts, part => Assert.True(part.Resident >= 0));
            }
        }
    }

    [Fact]
    public void What_is_in_memory_is_given_to_those_whose_pages_were_written_to()
    {
        var mapping = Mapping(0, 100 * Page, resident: 10 * (long)Page, path: "");
        MemoryClaim[] claims = [new(new AddressRange(0, 50 * Page), ClaimRank.Objects, MemoryKind.Objects), new(new AddressRange(50 * Page, 60 * Page), ClaimRank.Runtime, MemoryKind.Code)];
        AddressRange[] pages = [new(2 * Page, 8 * Page), new(52 * Page, 56 * Page)];
        var areas = new MemoryAreas(claims, pages, new MappingOwners([mapping])).Of([mapping]);
        Assert.Equal(
            [(MemoryKind.Objects, 6 * (long)Page), (MemoryKind.Code, 4 * (long)Page), (MemoryKind.Unknown, 0)], areas.Select(area => (area.Kind, area.Resident)));
    }

    [Theory]
    [InlineData("/usr/lib/libc.so.6", MemoryKind.Libraries)]
    [InlineData("/app/Shop.dll", MemoryKind.Assemblies)]
    [InlineData("/var/data/index.db", MemoryKind.MappedFiles)]
    [InlineData("/memfd:doublemapper (deleted)", MemoryKind.LoaderHeaps)]
    [InlineData("/memfd:frames (deleted)", MemoryKind.SharedMemory)]
    [InlineData("/dev/shm/ring", MemoryKind.SharedMemory)]
    [InlineData("[heap]", MemoryKind.Malloc)]
    [InlineData("[stack]", MemoryKind.Stacks)]
    [InlineData("", MemoryKind.Unknown)]
    public void What_nobody_claims_is_told_by_its_mapping(string path, MemoryKind kind)
    {
        var mapping = Mapping(0, Page, 0, path);
        Assert.Equal(kind, new MappingOwners([mapping]).Of(mapping).Kind);
    }

    // A file keeps its owner though an assembly says that it is as long.
    [Fact]
    public void What_an_image_claims_is_memory_without_a_file_alone()
    {
        var file = Mapping(0, Page, 0, "/app/Shop.dll");
        var variables = Mapping(Page, 2 * Page, 0, "");
        MemoryClaim[] claims = [new(new AddressRange(0, 2 * Page), ClaimRank.Image, MemoryKind.Libraries, "/app/libshop.so")];
        var areas = new MemoryAreas(claims, [], new MappingOwners([file, variables])).Of([file, variables]);
        Assert.Equal([(MemoryKind.Assemblies, "/app/Shop.dll"), (MemoryKind.Libraries, "/app/libshop.so")], areas.Select(area => (area.Kind, area.Owner ?? "")));
    }

    private static ResidentMapping Mapping(ulong start, ulong end, long resident, string path) =>
        new(new AddressRange(start, end), "rw-p", 0, !path.StartsWith('/'), path, resident, 0, 0, 0, 0, 0);

    private static List<ResidentMapping> MappingsOf(Random random) =>
    [
        .. Ascending(random, 2000, Page).Select(range => Mapping(range.Start, range.End, random.NextInt64((long)range.Bytes + 1), random.Next(3) == 0 ? "/app/a.so" : "") with
        {
            Swapped = random.NextInt64(100_000), PrivateDirty = random.NextInt64(100_000),
        }),
    ];

    private static List<AddressRange> Ascending(Random random, int pages, ulong unit)
    {
        var (ranges, at, end) = (new List<AddressRange>(), 0UL, (ulong)pages * Page);
        while (at < end)
        {
            var start = at + (ulong)random.Next(20) * unit * (Page / unit) / (unit == Page ? 1UL : 2);
            at = start + (ulong)random.Next(1, 200) * unit;
            ranges.Add(new AddressRange(start, at));
        }

        return ranges;
    }
}
