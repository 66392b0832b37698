using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Residence.Malloc;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Residence;

/// <summary>The layouts of all versions of glibc that are known are read, and no memory, however it is damaged, keeps it from ending with sums that hold.</summary>
public sealed class MallocVersionTests
{
    private const ulong Heap = SketchedMalloc.Heap, HeapBytes = SketchedMalloc.HeapBytes;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(26)]
    [InlineData(27)]
    [InlineData(30)]
    [InlineData(32)]
    [InlineData(35)]
    [InlineData(42)]
    [InlineData(43)]
    public void Arenas_and_large_blocks_of_each_version_are_read(int version)
    {
        using var memory = new SketchedMalloc(version);
        foreach (var isNamed in new[] { true, false })
        {
            var found = MallocArenas.Of(memory.Image, memory.Mappings, isNamed ? (Heap, Heap + HeapBytes) : null, cancellation: Cancellation);
            Assert.Equal(2, found.Arenas.Count);
            var (main, other) = (found.Arenas[0], found.Arenas[1]);
            var table = version < 30 ? 0x250UL : version < 42 ? 0x290UL : 0x300UL;
            Assert.Equal((true, (ulong?)null, true, 1L), (main.IsMain, main.BrokenAt, main.KnowsFastBins, main.Threads));
            Assert.Equal((HeapBytes, table + 0x1100, 3L, 64UL, 0x2000UL, 0UL), (main.SystemBytes, main.InUseBytes, main.InUseBlocks, main.CachedBytes, main.FreeBytes, main.UnwalkedBytes));
            Assert.Equal(HeapBytes - 0x2000 - 64 - table - 0x1100, main.TopBytes);

            Assert.Equal((false, (ulong?)null, true, 3L), (other.IsMain, other.BrokenAt, other.KnowsFastBins, other.Threads));
            Assert.Equal([new AddressRange(SketchedMalloc.Stretch, SketchedMalloc.Stretch + SketchedMalloc.FirstBytes), new AddressRange(SketchedMalloc.Second, SketchedMalloc.Second + SketchedMalloc.SecondBytes)], other.Ranges);
            Assert.Equal((memory.HasFastBins ? 64UL : 0, memory.HasFastBins ? 2L : 3L, 0UL), (other.FreeBytes, other.InUseBlocks, other.UnwalkedBytes));
            Assert.Equal(other.SystemBytes, other.InUseBytes + other.FreeBytes + other.TopBytes + other.OwnBytes);

            var large = SketchedMalloc.Large;
            Assert.Equal([new AddressRange(large, large + SketchedMalloc.LargeBytes), new AddressRange(large + SketchedMalloc.LargeBytes, large + (2 * SketchedMalloc.LargeBytes))], found.LargeBlocks);
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(0x3000UL)]
    public void What_the_main_arena_has_elsewhere_is_found_by_its_last_block_wherever_in_a_mapping_it_begins(ulong before)
    {
        using var memory = new SketchedMalloc(35);
        var piece = memory.MoveTop(before);
        var main = MallocArenas.Of(memory.Image, memory.Mappings, (Heap, Heap + HeapBytes), cancellation: Cancellation).Arenas[0];
        Assert.Equal([new AddressRange(Heap, Heap + HeapBytes), piece], main.Ranges);
        Assert.Equal((true, (ulong?)null, 0UL, piece.Bytes - 0x5000), (main.KnowsFastBins, main.BrokenAt, main.ElsewhereBytes, main.TopBytes));

        memory[piece.Start + 8] = 0x777;
        main = MallocArenas.Of(memory.Image, memory.Mappings, (Heap, Heap + HeapBytes), cancellation: Cancellation).Arenas[0];
        Assert.Equal([new AddressRange(Heap, Heap + HeapBytes), new AddressRange(piece.Start + 0x5000, piece.End)], main.Ranges);
        Assert.Equal(0x5000UL, main.ElsewhereBytes);
    }

    [Fact]
    public void Where_malloc_is_not_glibc_s_there_are_no_arenas()
    {
        using var memory = new SketchedMalloc(35);
        foreach (var word in memory.Words)
        {
            memory[word] = 0;
        }

        var found = MallocArenas.Of(memory.Image, memory.Mappings, (Heap, Heap + HeapBytes), cancellation: Cancellation);
        Assert.Empty(found.Arenas);
        Assert.Empty(found.LargeBlocks);
    }

    [Fact]
    public void A_walk_that_meets_no_block_counts_what_it_has_walked_and_says_where_it_broke_off()
    {
        using var memory = new SketchedMalloc(35);
        var broken = Heap + 0x290 + 32 + 32;
        memory[broken + 8] = 0x123456789;
        var main = MallocArenas.Of(memory.Image, memory.Mappings, (Heap, Heap + HeapBytes), cancellation: Cancellation).Arenas[0];
        Assert.Equal((broken, 0UL, 0x290UL + 32, HeapBytes - 0x290 - 32), (main.BrokenAt, main.TopBytes, main.InUseBytes + main.CachedBytes, main.UnwalkedBytes));
    }

    [Theory]
    [InlineData(26)]
    [InlineData(35)]
    [InlineData(43)]
    public void However_memory_is_damaged_reading_ends_and_the_sums_hold(int version)
    {
        using var memory = new SketchedMalloc(version);
        var words = memory.Words;
        ulong[] used = [.. words.Where(word => memory[word] != 0)];
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var undo = new List<(ulong Word, ulong Was)>();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var word = random.Next(4) == 0 ? words[random.Next(words.Count)] : used[random.Next(used.Length)];
                undo.Add((word, memory[word]));
                memory[word] = random.Next(8) switch
                {
                    0 => 0,
                    1 => ulong.MaxValue - (ulong)random.Next(4096),
                    2 => (ulong)random.NextInt64(),
                    3 => used[random.Next(used.Length)] & ~15UL,
                    4 => memory[used[random.Next(used.Length)]],
                    5 => memory[word] ^ (1UL << random.Next(64)),
                    6 => (ulong)random.Next(0, 0x20000),
                    _ => memory[word] + (ulong)(16 * random.Next(-8, 8)),
                };
            }

            const long Most = 5000;
            var found = MallocArenas.Of(memory.Image, memory.Mappings, random.Next(2) == 0 ? (Heap, Heap + HeapBytes) : null, Most, Cancellation);
            Check(found, memory, $"seed {seed}");
            Assert.InRange(found.BlocksWalked, 0, Most);
            undo.Reverse();
            undo.ForEach(change => memory[change.Word] = change.Was);
        }
    }

    [Fact]
    public void A_list_that_leads_in_a_circle_is_left_out()
    {
        using var memory = new SketchedMalloc(27);
        var cached = Heap + 0x250 + 16;
        memory[cached + 32] = cached;
        memory[Heap + 16] = 200;
        var main = MallocArenas.Of(memory.Image, memory.Mappings, (Heap, Heap + HeapBytes), cancellation: Cancellation).Arenas[0];
        Assert.Equal((0UL, 5L), (main.CachedBytes, main.InUseBlocks));
    }

    private static void Check(MallocArenas found, SketchedMalloc memory, string what)
    {
        Assert.All(found.Arenas, arena => Assert.True(
            arena.SystemBytes == arena.InUseBytes + arena.CachedBytes + arena.FreeBytes + arena.TopBytes + arena.OwnBytes + arena.UnwalkedBytes, $"{what}: {arena}"));
        AddressRange[] all = [.. found.Arenas.SelectMany(arena => arena.Ranges).Concat(found.LargeBlocks).OrderBy(range => range.Start)];
        Assert.All(all, range => Assert.True(memory.Mappings.Any(mapping => mapping.Start <= range.Start && range.End <= mapping.End && range.Start < range.End), $"{what}: {range}"));
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start, $"{what}: {pair}"));
    }
}
