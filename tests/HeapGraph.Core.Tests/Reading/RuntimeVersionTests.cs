using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>A runtime is called by the version that a person knows it by.</summary>
public sealed class RuntimeVersionTests
{
    private static readonly string Library = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libcoreclr.so");

    [Fact]
    public void The_library_of_this_runtime_says_its_version_in_its_first_megabyte_that_is_read()
    {
        using var library = new CountedFile(Library);
        Assert.Equal($"{Environment.Version}", RuntimeVersion.ProductOf(RuntimeVersion.Of(library)!));
        Assert.InRange(library.BytesRead, 1, 1 << 20);
    }

    [Theory]
    [InlineData(2L << 30, 128L << 20)]
    [InlineData(20L << 30, 128L << 20)]
    public void Of_a_library_that_is_larger_than_any_not_all_is_read(long bytes, long most)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var sparse = File.OpenWrite(path))
            {
                sparse.Write(HeadClaiming((ulong)bytes));
                sparse.SetLength(bytes);
            }

            using var library = new CountedFile(path);
            Assert.Null(RuntimeVersion.Of(library));
            Assert.InRange(library.BytesRead, 1, most);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData((1 << 20) - 70)]
    [InlineData((1 << 20) - 20)]
    [InlineData((1 << 20) - 5)]
    public void A_version_that_lies_across_two_pieces_is_read_whole(int at)
    {
        var part = new byte[3 << 20];
        "@(#)Version 10.0.1226.42308 @Commit"u8.CopyTo(part.AsSpan(at));
        Assert.Equal(new Version(10, 0, 1226, 42308), RuntimeVersion.In((offset, buffer) =>
        {
            var piece = part.AsSpan((int)offset, Math.Min(buffer.Length, part.Length - (int)offset));
            piece.CopyTo(buffer);
            return piece.Length;
        }, (ulong)part.Length));
    }

    [Theory]
    [InlineData("8.0.3126.30707", "8.0.31")]
    [InlineData("11.0.26.41234", "11.0.0")]
    [InlineData("10.0.12", "10.0.12")]
    public void A_file_version_holds_the_patch_before_the_year(string file, string product) =>
        Assert.Equal(product, RuntimeVersion.ProductOf(Version.Parse(file)));

    [Fact]
    public void Where_no_version_is_written_none_is_guessed() => Assert.Null(RuntimeVersion.In("@(#)Version unknown"u8));

    /// <summary>The head of this runtime's library, whose first part in memory says that it is that long.</summary>
    private static byte[] HeadClaiming(ulong bytes)
    {
        var head = File.ReadAllBytes(Library)[..4096];
        var header = MemoryMarshal.Read<ElfHeader>(head);
        for (var index = 0; index < header.EntryCount; index++)
        {
            var place = head.AsSpan((int)header.Table + index * header.EntryBytes);
            var part = MemoryMarshal.Read<ElfProgramHeader>(place);
            MemoryMarshal.Write(place, part with { FileBytes = bytes, MemoryBytes = bytes });
        }

        return head;
    }

    private sealed class CountedFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0)
    {
        public long BytesRead { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            BytesRead += read;
            return read;
        }
    }
}
