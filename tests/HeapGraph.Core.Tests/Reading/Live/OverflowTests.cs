using System.Runtime.Versioning;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Live.Linux;
using HeapGraph.Core.Reading.Live.Linux.Room;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Live;

[SupportedOSPlatform("linux")]
[Collection(LiveCollection.Name)]
public sealed unsafe class OverflowTests : IDisposable
{
    private const int Page = 4096, Bytes = 32 << 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("heapgraph.tests.").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Our own memory is copied: with no room for it in memory, with room for some, which ends within a stretch, and for all.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData((5 << 20) + 123)]
    [InlineData(2 * Bytes)]
    public void What_memory_has_no_room_for_is_read_from_a_file_without_a_name(long most)
    {
        using var from = new MemoryCopy(Bytes + Page);
        var start = (byte*)(((nint)from.Pointer + Page - 1) & -Page);
        new Random(1).NextBytes(new Span<byte>(start, Bytes));
        var expected = new byte[Bytes];
        var parts = new List<CopiedMemory>();
        foreach (var (first, end) in ((int, int)[])[(0, 3 * Page), (1 << 20, 4 << 20), (5 << 20, (5 << 20) + Page), (6 << 20, Bytes)])
        {
            parts.Add(new CopiedMemory((ulong)(start + first), (ulong)(end - first), first));
            new ReadOnlySpan<byte>(start + first, end - first).CopyTo(expected.AsSpan(first));
        }

        using var copy = CopyRoom.InMemory("a copy", Bytes);
        using (var overflow = new Overflow(_folder, Bytes, parts, most, crew: 1))
        {
            var pieces = new MemoryPieces(Environment.ProcessId);
            parts.ForEach(part => pieces.Add(part.Address, overflow.BytesInMemory(part), copy.Pointer + part.Offset));
            overflow.Add(parts);
            overflow.Copy(Environment.ProcessId, () => true);
            pieces.Copy(() => true);
            Assert.Equal((overflow.Bytes, 0), (overflow.Written, overflow.Unreadable));
            Assert.Equal(parts.Sum(part => (long)part.Bytes), overflow.Bytes + pieces.Copied);
            Assert.InRange(pieces.Copied, Math.Min(most & -Page, pieces.Copied), most + (1 << 20));
            overflow.MapInto(copy);
        }

        Assert.True(expected.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(copy.Pointer, Bytes)));
        Assert.Equal(most < Bytes, File.ReadAllText("/proc/self/maps").Contains($"{_folder}/", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_folder_that_lies_in_memory_is_told_from_one_on_a_disk() =>
        Assert.Equal((true, false), (SpillPlace.IsInMemory("/dev/shm"), SpillPlace.IsInMemory(Repository.Root)));

    [NotQuick]
    [Fact]
    public void A_process_copied_to_a_folder_reads_as_one_copied_to_memory()
    {
        using var target = LeakTarget.Start("BusyTarget", "0 32");
        var (inMemory, inFolder) = (Counts(new LiveOptions()), Counts(new LiveOptions { SpillFolder = _folder }));
        Assert.Contains(inFolder, count => count.Type == "Ballast" && count.Objects == 32 * 21_000);
        Assert.Equal(inMemory, inFolder);

        List<(string Type, long Objects)> Counts(LiveOptions options)
        {
            using var copy = ProcessCopy.Take(target.Id, options, null, TestContext.Current.CancellationToken);
            var counts = copy.Reader().CountTypes(new HeapReadOptions(GraphParts.Objects), null, TestContext.Current.CancellationToken);
            return [.. counts.Types.Select((type, index) => (type.Name, counts.ObjectsByType[index])).Order()];
        }
    }
}
