using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Residence.Malloc;
using HeapGraph.Core.Tests.Reading.Live;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading.Residence;

/// <summary>What is read of glibc's malloc from a copy of a process is what the process allocated, and what malloc counts itself (mallinfo2, malloc_info).</summary>
[Collection(LiveCollection.Name)]
[SupportedOSPlatform("linux")]
[NotQuick]
public sealed class MallocArenasTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Blocks_of_an_arena_and_those_with_pages_of_their_own_are_what_the_program_has()
    {
        using var target = KnownNative.Start("malloc", 100);
        using var copy = new CopiedTarget(target);
        var arenas = copy.Arenas();
        AgreeWithMalloc(target, arenas);
        var known = target["malloc"];
        Assert.InRange((long)arenas.Arenas[0].InUseBytes, known["small"], known["small"] + (2 * Megabyte));
        Assert.InRange((long)arenas.LargeBytes, known["large"], known["large"] + (known["large"] / 50) + Megabyte);
        Assert.InRange(arenas.LargeBlocks.Count, known["largeBlocks"], known["largeBlocks"] + 5);
        Assert.False(arenas.IsCut);
    }

    /// <summary>70 MB of each thread: an arena goes on in a second stretch of 64 MB.</summary>
    [Fact]
    public void Freed_memory_that_arenas_keep_is_free_wherever_it_lies()
    {
        using var target = KnownNative.Start("malloc-freed", 560, ("MALLOC_ARENA_MAX", "128"));
        using var copy = new CopiedTarget(target);
        var arenas = copy.Arenas();
        AgreeWithMalloc(target, arenas);
        Assert.InRange((long)arenas.FreeBytes, target["malloc-freed"]["bytes"], target["malloc-freed"]["bytes"] * 102 / 100);
        var freed = arenas.Arenas.Where(arena => arena.FreeBytes > 60 * Megabyte).ToList();
        Assert.Equal(target["malloc-freed"]["threads"], freed.Count);
        Assert.All(freed, arena => Assert.Equal((2, true, 1), (arena.Ranges.Count, arena.CachedBytes > 0, arena.Threads)));
    }

    [Fact]
    public void Each_thread_s_arena_has_what_the_thread_has_allocated()
    {
        using var target = KnownNative.Start("arenas", 60, ("MALLOC_ARENA_MAX", "128"));
        using var copy = new CopiedTarget(target);
        var arenas = copy.Arenas();
        AgreeWithMalloc(target, arenas);
        var each = target["arenas"]["bytes"] / 60;
        var threads = arenas.Arenas.Where(arena => (long)arena.InUseBytes >= each && !arena.IsMain).ToList();
        Assert.Equal(60, threads.Count);
        Assert.All(threads, arena => Assert.InRange(arena.InUseBlocks, 64, 1000));
        Assert.InRange(threads.Sum(arena => (long)arena.InUseBytes), target["arenas"]["bytes"], target["arenas"]["bytes"] * 102 / 100);
    }

    [Fact]
    public void The_main_arena_is_found_where_nobody_says_which_memory_is_its()
    {
        using var target = KnownNative.Start("malloc", 20);
        using var copy = new CopiedTarget(target);
        var (named, found) = (copy.Arenas(), MallocArenas.Of(copy.Image, copy.Mappings, heap: null, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(Facts(named), Facts(found));
        Assert.True(found.Arenas[0] is { IsMain: true, KnowsFastBins: true, Address: > 0 });
    }

    [Fact]
    public void What_the_main_arena_has_elsewhere_and_is_not_found_is_said()
    {
        using var target = KnownNative.Start("malloc-elsewhere", 20);
        using var copy = new CopiedTarget(target);
        var main = copy.Arenas().Arenas[0];
        Assert.True(main is { IsMain: true, KnowsFastBins: true, BrokenAt: null, Ranges.Count: 2 }, $"{main}");
        Assert.True(main.ElsewhereBytes > Megabyte);
        Assert.InRange((long)(main.SystemBytes + main.ElsewhereBytes) - target.All("arena")[0]["system"], 0, Megabyte / 2);   // what it has got since, to say so
    }

    [Fact]
    public void A_process_with_one_arena_only_is_walked_too_and_says_that_its_fast_bins_are_not_known()
    {
        using var target = KnownNative.Start("malloc-freed", 20, ("MALLOC_ARENA_MAX", "1"));
        using var copy = new CopiedTarget(target);
        var arena = Assert.Single(copy.Arenas().Arenas);
        Assert.True(arena is { IsMain: true, KnowsFastBins: false, BrokenAt: null, UnwalkedBytes: 0 });
        Assert.InRange((long)arena.AllFreeBytes, target["malloc-freed"]["bytes"] * 98 / 100, target["malloc-freed"]["bytes"] * 105 / 100);
    }

    [Fact]
    public void A_walk_that_the_limit_ends_says_how_much_it_has_not_seen()
    {
        using var target = KnownNative.Start("malloc-freed", 20);
        using var copy = new CopiedTarget(target);
        var (all, some) = (copy.Arenas(), copy.Arenas(most: 1000));
        Assert.Equal((1000, true), (some.BlocksWalked, some.IsCut));
        Assert.Equal(all.SystemBytes, some.SystemBytes);
        Assert.Equal(some.SystemBytes, some.InUseBytes + some.FreeBytes + some.Arenas.Aggregate(0UL, (sum, arena) => sum + arena.OwnBytes + arena.UnwalkedBytes));
        Assert.True(some.Arenas.Sum(arena => (long)arena.UnwalkedBytes) > 10 * Megabyte);
        Assert.All(some.Arenas, arena => Assert.Null(arena.BrokenAt));
    }

    /// <summary>What malloc itself has written is overwritten: heads of stretches, of blocks, arenas' descriptions, threads' tables.</summary>
    [Fact]
    public void However_a_copy_is_damaged_reading_it_ends_and_the_sums_hold()
    {
        using var target = KnownNative.Start("arenas", 4, ("MALLOC_ARENA_MAX", "128"));
        using var copy = new CopiedTarget(target);
        var whole = copy.Arenas();
        var words = whole.Arenas.SelectMany(arena => arena.Ranges.Select(range => (range.Start, End: Math.Min(range.End, range.Start + 0x4000))).Append((Start: arena.Address, End: arena.Address + 2200)))
            .SelectMany(place => Enumerable.Range(0, (int)(place.End - place.Start) / 8).Select(index => place.Start + (8 * (ulong)index))).Where(word => copy.Copy[word] != 0).ToArray();
        var (broken, different) = (0, 0);
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            for (var change = 0; change < 8; change++)
            {
                copy.Copy[words[random.Next(words.Length)]] = random.Next(4) switch
                {
                    0 => (ulong)random.NextInt64(),
                    1 => words[random.Next(words.Length)] & ~15UL,
                    2 => copy.Copy[words[random.Next(words.Length)]],
                    _ => (ulong)random.Next(0x40000),
                };
            }

            var found = copy.Arenas();
            Assert.All(found.Arenas, arena => Assert.True(
                arena.SystemBytes == arena.InUseBytes + arena.CachedBytes + arena.FreeBytes + arena.TopBytes + arena.OwnBytes + arena.UnwalkedBytes, $"seed {seed}: {arena}"));
            broken += found.Arenas.Any(arena => arena.BrokenAt is not null) ? 1 : 0;
            different += Facts(found).SequenceEqual(Facts(whole)) ? 0 : 1;
            copy.Copy.Mend();
        }

        Assert.True(broken > 5 && different > 15, $"{broken} broken, {different} different");   // or the damage was none
        Assert.Equal(Facts(whole), Facts(copy.Arenas()));
    }

    /// <summary>Of each arena, by its bytes from the system; malloc counts what threads keep, and what it needs itself, as in use.</summary>
    private static void AgreeWithMalloc(KnownNative target, MallocArenas found)
    {
        Assert.All(found.Arenas, arena => Assert.True(arena is { BrokenAt: null, UnwalkedBytes: 0, KnowsFastBins: true, Threads: not null }, $"{arena}"));
        target.AskAgain();
        var counted = target.All("arena").Select(arena => (System: arena["system"], InUse: arena["system"] - arena["rest"] - arena["fast"])).Order().ToList();
        var walked = found.Arenas.Select(arena => (System: (long)arena.SystemBytes, InUse: (long)(arena.InUseBytes + arena.CachedBytes + arena.OwnBytes))).Order().ToList();
        Assert.Equal(counted.Count, walked.Count);
        foreach (var (expected, actual) in counted.Zip(walked))
        {
            Assert.InRange(actual.System, expected.System * 98 / 100, expected.System * 102 / 100);
            Assert.InRange(actual.InUse, (expected.InUse * 98 / 100) - 10_000, (expected.InUse * 102 / 100) + 10_000);
        }

        Assert.InRange((long)found.LargeBytes, target["mallinfo"]["large"] * 98 / 100, target["mallinfo"]["large"] * 102 / 100);
    }

    private static IEnumerable<string> Facts(MallocArenas arenas) =>
        [.. arenas.Arenas.Select(arena => $"{arena.Address:x} {arena.SystemBytes} {arena.InUseBytes} {arena.CachedBytes} {arena.FreeBytes} {arena.TopBytes}"), .. arenas.LargeBlocks.Select(block => $"{block}")];
}
