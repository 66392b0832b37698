using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Elf;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Residence;

/// <summary>What a captured dump says of what was resident.</summary>
public sealed class ResidenceNoteTests
{
    private static readonly ProcessResidence Residence = new(
        [
            new ResidentMapping(new AddressRange(0x1000, 0x5000), "r--p", 0x2000, false, "/app/\u001b[31mé.dll", 4096, 2048, 0, 0, 0, 0),
            new ResidentMapping(new AddressRange(0x7f00_0000_0000, 0x7fff_ffff_f000), "rw-p", 0, true, "", 1L << 40, 1L << 40, 1L << 39, 1 << 20, 2 << 20, 4 << 20),
        ],
        [new AddressRange(0x7f00_0000_0000, 0x7f00_0000_3000), new AddressRange(0x7f00_0001_0000, 0x7f00_0001_1000)],
        new Dictionary<int, string> { [1] = "dotnet", [2_000_000_000] = ".NET TP Worker" },
        new ContainerMemory(1 << 30, 5, 4, 3, 2, 1, 0));

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var read = ResidenceNote.In(Written(Residence))!;
        Assert.Equal(Residence.Mappings, read.Mappings);
        Assert.Equal(Residence.OwnPages, read.OwnPages);
        Assert.Equal(Residence.ThreadNames, read.ThreadNames);
        Assert.Equal(Residence.Container, read.Container);
        Assert.Null(ResidenceNote.In(Written(Residence with { Container = null }))!.Container);
        Assert.Null(ResidenceNote.In(Written(Residence with { Container = Residence.Container! with { LimitBytes = null } }))!.Container!.LimitBytes);
    }

    [Fact]
    public void A_damaged_one_is_none_or_another_and_no_failure()
    {
        var whole = Written(Residence);
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var damaged = whole[..(seed % 2 == 0 ? whole.Length : random.Next(whole.Length))];
            for (var count = random.Next(1, 4); count > 0 && damaged.Length > 0; count--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            if (ResidenceNote.In(damaged) is { } read)
            {
                Assert.All(read.Mappings, mapping => Assert.True(mapping.Range.End >= mapping.Range.Start && mapping.Resident >= 0));
            }
        }
    }

    [Fact]
    public void Without_one_there_is_none() => Assert.Null(ResidenceNote.In([]));

    private static byte[] Written(ProcessResidence residence)
    {
        using var notes = new MemoryStream();
        ResidenceNote.AddTo(notes, residence);
        return notes.ToArray();
    }
}
