using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Linux.Room;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

[SupportedOSPlatform("linux")]
public sealed unsafe class CoreFileTests : IDisposable
{
    private const int Page = 4096, Bytes = 24 << 20;
    private readonly string _folder =
        Directory.CreateDirectory(Path.Combine(Repository.Root, "dumps", "tests", $"core-{Guid.NewGuid():N}")).FullName;   // the temporary folder may lie in memory

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Stretches of every size, with and without zeros in them, written directly and through the kernel's cache.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_file_holds_each_stretch_at_its_place_and_zeros_elsewhere(int seed)
    {
        var random = new Random(seed);
        using var copy = CopyRoom.InMemory("a copy", Bytes);
        copy.MakeReady(0, Bytes / 2);
        for (var page = 0; page < Bytes / Page;)
        {
            var next = Math.Min(Bytes / Page, page + 1 + random.Next(1 << random.Next(11)));
            if (random.Next(3) > 0)
            {
                random.NextBytes(new Span<byte>(copy.Pointer + page * Page, (next - page) * Page));
            }

            page = next;
        }

        var (expected, stretches) = (new byte[Bytes + 7], new List<(long, long, long)>());
        var to = Page;
        for (var from = 0; from < Bytes && to < Bytes;)
        {
            var bytes = Math.Min(Math.Min(Bytes - from, Bytes - to), Page * (1 + random.Next(1 << random.Next(13))));
            stretches.Add((from, to, bytes));
            new ReadOnlySpan<byte>(copy.Pointer + from, bytes).CopyTo(expected.AsSpan(to));
            from += bytes + Page * random.Next(3);
            to += bytes;
        }

        ReadOnlySpan<byte> tail = [1, 2, 3, 4, 5, 6, 7];
        tail.CopyTo(expected.AsSpan(Bytes));
        var path = Path.Combine(_folder, "core");
        using (var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite))
        using (var file = new DirectFile(handle, expected.Length))
        {
            file.Write(copy.Pointer, stretches, copy.Forget, TestContext.Current.CancellationToken);
            file.Write(tail, Bytes);
        }

        Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(path)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(Bytes)]
    public void A_copy_of_which_little_may_stay_in_memory_reads_the_same_from_a_file_without_a_name(long most)
    {
        using var copy = CopyRoom.InMemory("a copy", Bytes);
        var places = new List<(long Start, long End)> { (Page, 3 * Page), (9 << 20, Bytes - Page) };
        foreach (var (start, end) in places)
        {
            new Random(1).NextBytes(new Span<byte>(copy.Pointer + start, (int)(end - start)));
        }

        var expected = new ReadOnlySpan<byte>(copy.Pointer, Bytes).ToArray();
        copy.Spill(_folder, places, most, TestContext.Current.CancellationToken);
        Assert.True(expected.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(copy.Pointer, Bytes)));
        Assert.Equal(most < Bytes, File.ReadAllText("/proc/self/maps").Contains($"{_folder}/", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_is_read_of_a_copy_lives_on_without_it()
    {
        var copy = CopyRoom.InMemory("a copy", Bytes);
        copy.Write("held"u8, 0);
        copy.CutTo(4);
        using var map = copy.Map();
        using var stream = new StreamReader(copy.Open());
        copy.Dispose();
        copy.Dispose();
        Assert.True("held"u8.SequenceEqual(new ReadOnlySpan<byte>(map.Pointer, (int)map.Bytes)));
        Assert.Equal("held", stream.ReadToEnd());
    }
}
