using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>What growth means over time, and which heaps can't be compared.</summary>
public sealed class GrowthRateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly HeapProcess Shop = new() { Program = "Shop", Id = 7, TakenAt = Noon };

    [Fact]
    public void Growth_is_told_per_hour_and_until_when_another_gigabyte_is_taken() => Assert.Equal(
        ["It grew by 3 MB in 1 h 0 min, 3 MB an hour: at this rate 1 GB more is taken in 14 days."],
        SentencesOf(Shop, Shop with { TakenAt = Noon.AddHours(1) }, 3 << 20));

    [Fact]
    public void With_a_limit_growth_is_told_until_that_is_reached() => Assert.Equal(
        ["It grew by 100 MB in 30 min 0 s, 200 MB an hour: at this rate the 400 MB that are left of its limit are gone in 2 hours."],
        SentencesOf(Shop, Shop with { TakenAt = Noon.AddMinutes(30), ResidentBytes = 600 << 20, MemoryLimit = 1000 << 20 }, 100 << 20));

    [Theory]
    [InlineData(0)]
    [InlineData(-5_000)]
    public void What_does_not_grow_has_no_rate(long bytes) => Assert.Empty(SentencesOf(Shop, Shop with { TakenAt = Noon.AddHours(1) }, bytes));

    [Fact]
    public void Without_times_there_is_no_rate() => Assert.Empty(SentencesOf(Shop with { TakenAt = null }, Shop, 3 << 20));

    [Fact]
    public void Heaps_in_the_wrong_order_are_said_to_be_so() => Assert.Equal(
        ["'b.dmp' was taken before 'a.dmp': what follows tells how the heap shrank from the later to the earlier one. Give the older first."],
        DoubtsOf(Shop, Shop with { TakenAt = Noon.AddHours(-1) }));

    [Fact]
    public void Heaps_of_two_programs_are_said_to_be_so_and_have_no_rate()
    {
        var other = Shop with { Program = "Bank", TakenAt = Noon.AddHours(1) };
        Assert.Equal(["These are heaps of two programs, Shop and Bank: what differs between them is no growth."], DoubtsOf(Shop, other));
        Assert.Empty(SentencesOf(Shop, other, 3 << 20));
    }

    [Fact]
    public void Two_runs_of_a_program_are_said_to_be_so() => Assert.Equal(
        ["These are two runs of the program (pid 7 and 9): what differs may be their work, not growth."],
        DoubtsOf(Shop, Shop with { Id = 9, TakenAt = Noon.AddHours(1) }));

    [Fact]
    public void Two_heaps_of_one_process_in_order_raise_no_doubt() => Assert.Empty(DoubtsOf(Shop, Shop with { TakenAt = Noon.AddHours(1) }));

    private static IEnumerable<string> SentencesOf(HeapProcess before, HeapProcess after, long growth) =>
        GrowthRate.Of([Snapshot("a.dmp", before, 1_000_000), Snapshot("b.dmp", after, 1_000_000 + growth)]).Sentences.Select(sentence => sentence.In(LibraryWords.Instance));

    private static IEnumerable<string> DoubtsOf(HeapProcess before, HeapProcess after) =>
        SnapshotOrder.DoubtsOf([Snapshot("a.dmp", before, 0), Snapshot("b.dmp", after, 0)]);

    private static GrowthSnapshot Snapshot(string target, HeapProcess process, long bytes) => new(target, 1, bytes, new HeapCoverage { Process = process });
}
