using HeapGraph.Core.Reading.Memory;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Address to bytes, in files made here byte by byte: every byte of a stretch of memory is its name.</summary>
public sealed class DumpImageTests
{
    [Fact]
    public void A_core_may_list_its_memory_in_any_order_and_twice()
    {
        using var image = Core([new(0x3000, 'c', 0x100), new(0x1000, 'a', 0x100), new(0x1080, 'b', 0x100), new(0x1000, 'd', 0x80)]);
        Assert.Equal("a", At(image, 0x1000));
        Assert.Equal("a", At(image, 0x10FF));   // of two that overlap, the one that starts first, or is named first
        Assert.Equal("b", At(image, 0x1100));
        Assert.Equal("b", At(image, 0x117F));
        Assert.Equal("", At(image, 0x1180));
        Assert.Equal("c", At(image, 0x3000));
        Assert.Equal("", At(image, 0x0FFF));
    }

    [Fact]
    public void Memory_that_the_file_does_not_hold_is_absent_not_zero()
    {
        using var image = Core([new(0x1000, 'a', 0x100) { MemoryBytes = 0x1000 }]);
        Assert.Equal("a", At(image, 0x10FF));
        Assert.Equal("", At(image, 0x1100));
    }

    [Fact]
    public void A_cut_core_is_read_up_to_its_end()
    {
        using var image = Core([new(0x1000, 'a', 0x100), new(0x2000, 'b', 0x100)], cut: 0x80);
        Assert.Equal("a", At(image, 0x10FF));
        Assert.Equal("b", At(image, 0x207F));
        Assert.Equal("", At(image, 0x2080));
    }

    [Fact]
    public void A_core_may_have_hundreds_of_thousands_of_stretches()
    {
        const int Count = 300_000;
        using var image = Core([.. Enumerable.Range(0, Count).Select(index => new Stretch(0x10000 + (ulong)index * 0x1000, (char)('a' + index % 26), 8))]);
        Assert.Equal("a", At(image, 0x10000));
        Assert.Equal("d", At(image, 0x10000 + 3 * 0x1000 + 7));
        Assert.Equal($"{(char)('a' + (Count - 1) % 26)}", At(image, 0x10000 + (Count - 1) * 0x1000UL));
        Assert.Equal("", At(image, 0x10000 + Count * 0x1000UL));
    }

    [Fact]
    public void Bytes_are_read_across_stretches_that_follow_one_another()
    {
        using var image = Core([new(0x1100, 'b', 0x100), new(0x1000, 'a', 0x100)]);
        var bytes = new byte[4];
        Assert.Equal(4, image.Read(0x10FE, bytes));
        Assert.Equal("aabb"u8, bytes);
        Assert.Equal(2, image.Read(0x11FE, bytes));
    }

    [Fact]
    public void A_Windows_minidump_with_full_memory_is_read_too()
    {
        using var image = Image(writer =>
        {
            writer.Write(MinidumpImage.Signature);
            writer.Write([.. new int[] { 0, 1, 32, 0, 0, 0, 0 }.SelectMany(BitConverter.GetBytes)]);   // 1 stream, directory at 32
            writer.Write([.. new int[] { 9, 48, 44 }.SelectMany(BitConverter.GetBytes)]);   // its list is at 44
            writer.Write([.. new ulong[] { 2, 92, 0x7FF00000, 0x10, 0x1000, 0x20 }.SelectMany(BitConverter.GetBytes)]);
            writer.Write([.. Enumerable.Repeat((byte)'a', 0x10), .. Enumerable.Repeat((byte)'b', 0x18)]);   // 8 bytes are cut off
        });
        Assert.Equal("a", At(image, 0x7FF00000));
        Assert.Equal("b", At(image, 0x1000));
        Assert.Equal("b", At(image, 0x1017));
        Assert.Equal("", At(image, 0x1018));
    }

    [Fact]
    public void A_minidump_without_full_memory_is_refused_with_what_to_do() =>
        Assert.Equal(new Remedy.CollectAgain(), Assert.Throws<HeapReadException>(() => Image(writer =>
        {
            writer.Write(MinidumpImage.Signature);
            writer.Write(new byte[28]);
        })).Remedy);

    private static string At(MemoryImage image, ulong address) => image.TryRead(address, out byte name) ? $"{(char)name}" : "";

    private static MemoryImage Core(Stretch[] stretches, long cut = 0) => Image(writer =>
    {
        const int Header = 64, Entry = 56;
        var isExtended = stretches.Length >= 0xFFFF;   // then the true count stands in the first section header
        var table = Header + (isExtended ? 64 : 0);
        writer.Write([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write([.. new short[] { 4, 62 }.SelectMany(BitConverter.GetBytes), .. BitConverter.GetBytes(1)]);
        writer.Write([.. new long[] { 0, table, isExtended ? Header : 0 }.SelectMany(BitConverter.GetBytes), .. BitConverter.GetBytes(0)]);
        writer.Write([.. new[] { Header, Entry, isExtended ? 0xFFFF : stretches.Length, 64, isExtended ? 1 : 0, 0 }.SelectMany(value => BitConverter.GetBytes((ushort)value))]);
        if (isExtended)
        {
            writer.Write([.. new byte[44], .. BitConverter.GetBytes(stretches.Length), .. new byte[16]]);
        }

        var place = (long)table + (long)stretches.Length * Entry;
        foreach (var stretch in stretches)
        {
            writer.Write(1);
            writer.Write(6);
            writer.Write(place);
            writer.Write(stretch.Address);
            writer.Write(0L);
            writer.Write((long)stretch.Bytes);
            writer.Write((long)(stretch.MemoryBytes ?? stretch.Bytes));
            writer.Write(0x1000L);
            place += stretch.Bytes;
        }

        foreach (var stretch in stretches)
        {
            writer.Write([.. Enumerable.Repeat((byte)stretch.Name, stretch.Bytes)]);
        }

        writer.Flush();
        writer.BaseStream.SetLength(writer.BaseStream.Length - cut);
    });

    private static MemoryImage Image(Action<BinaryWriter> write)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var writer = new BinaryWriter(File.Create(path)))
            {
                write(writer);
            }

            return DumpImage.Open(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed record Stretch(ulong Address, char Name, int Bytes)
    {
        public int? MemoryBytes { get; init; }
    }
}
