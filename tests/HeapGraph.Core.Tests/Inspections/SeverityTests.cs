using HeapGraph.Core.Graph;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Inspections.Piles;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

/// <summary>How much a suspect matters, and how sure it is.</summary>
public sealed class SeverityTests
{
    private const long MB = 1 << 20;

    [Theory]
    // What piles up in one heap alone may be in order: only half of a large heap is high.
    [InlineData(LeakKind.PiledUp, LeakCertainty.Possible, 1_000, 12, 3, LeakSeverity.Low)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Possible, 1_000, 12, 6, LeakSeverity.Medium)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Possible, 1_000, 99, 90, LeakSeverity.Medium)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Possible, 1_000, 100, 49, LeakSeverity.Medium)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Possible, 1_000, 100, 50, LeakSeverity.High)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Possible, 1_000, 2_000, 10, LeakSeverity.Low)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Possible, 100_000, 10, 0, LeakSeverity.Low)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Likely, 100, 100, 1, LeakSeverity.Medium)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Likely, 10_000, 500, 0.25, LeakSeverity.Medium)]
    [InlineData(LeakKind.PiledUp, LeakCertainty.Likely, 999, 500, 0.25, LeakSeverity.Low)]
    // What the program is done with matters by how much it is, whatever else there is.
    [InlineData(LeakKind.Leaked, LeakCertainty.Certain, 999, 2_000, 0.5, LeakSeverity.Low)]
    [InlineData(LeakKind.Leaked, LeakCertainty.Certain, 1_000, 2_000, 0.5, LeakSeverity.Medium)]
    [InlineData(LeakKind.Leaked, LeakCertainty.Certain, 100, 2_000, 2, LeakSeverity.Medium)]
    [InlineData(LeakKind.Leaked, LeakCertainty.Certain, 100, 15, 2, LeakSeverity.High)]
    [InlineData(LeakKind.Leaked, LeakCertainty.Certain, 100, 2_000, 10, LeakSeverity.High)]
    [InlineData(LeakKind.Leaked, LeakCertainty.Certain, 10_000, 2_000, 0.5, LeakSeverity.High)]
    // Waste is never high.
    [InlineData(LeakKind.Wasted, LeakCertainty.Certain, 1_000_000, 1_000, 900, LeakSeverity.Medium)]
    [InlineData(LeakKind.Wasted, LeakCertainty.Certain, 1_000_000, 1_000, 50, LeakSeverity.Low)]
    [InlineData(LeakKind.Wasted, LeakCertainty.Certain, 1_000, 0.5, 0.4, LeakSeverity.Low)]
    public void Absolute_size_counts_too(LeakKind kind, LeakCertainty certainty, long count, double heapMB, double retainedMB, LeakSeverity severity) =>
        Assert.Equal(severity, new LeakThresholds(1_000_000, (long)(heapMB * MB)).SeverityOf(kind, certainty, (long)(retainedMB * MB), count));

    [Fact]
    public void A_pile_is_in_order_where_its_collection_is_bounded_or_turns_over_and_where_constructors_alone_fill_it()
    {
        Assert.True(Judged(new PileHistory(PileHistoryKind.Bounded, ""), null, PileAge.Mixed).IsInOrder);
        Assert.True(Judged(new PileHistory(PileHistoryKind.TurnsOver, ""), Filled(takenOutIn: []), PileAge.Mixed).IsInOrder);
        Assert.True(Judged(null, Filled(takenOutIn: []) with { IsFilledOnce = true }, PileAge.Old).IsInOrder);
        Assert.False(Judged(new PileHistory(PileHistoryKind.OnlyGrows, ""), null, PileAge.Old).IsInOrder);
    }

    [Fact]
    public void It_is_likely_a_leak_where_nothing_is_taken_out_and_more_was_added_of_late()
    {
        Assert.Equal(LeakCertainty.Likely, Judged(null, Filled(takenOutIn: []), PileAge.Mixed).Sureness.Certainty);
        Assert.Equal(LeakCertainty.Possible, Judged(null, Filled(takenOutIn: []), PileAge.Old).Sureness.Certainty);
        Assert.Equal(LeakCertainty.Possible, Judged(null, Filled(takenOutIn: ["Shop.Cache.Evict"]), PileAge.Mixed).Sureness.Certainty);
        Assert.Equal(LeakCertainty.Possible, Judged(null, Filled(takenOutIn: null), PileAge.Mixed).Sureness.Certainty);
    }

    [Fact]
    public void What_one_method_fills_in_a_loop_is_in_order_where_the_program_made_other_objects_since_and_ranked_low_where_it_did_nothing()
    {
        var filled = Filled(takenOutIn: []) with { IsFilledInLoops = true };
        Assert.True(Judged(null, filled, PileAge.OldAmongYoung).IsInOrder);
        Assert.Equal((false, LeakSeverity.Low), (Judged(null, filled, PileAge.Old).IsInOrder, Judged(null, filled, PileAge.Old).Most));
        Assert.Equal(LeakCertainty.Likely, Judged(null, filled, PileAge.Mixed).Sureness.Certainty);
    }

    [Fact]
    public void What_takes_things_out_once_there_are_too_many_bounds_it() =>
        Assert.True(Judged(null, Filled(takenOutIn: ["Shop.Cache.Put"]) with { BoundedIn = "Shop.Cache.Put" }, PileAge.Mixed).IsInOrder);

    [Fact]
    public void What_is_undecided_matters_little_but_for_half_of_a_large_heap()
    {
        Assert.Equal(LeakSeverity.Low, Judged(null, Filled(takenOutIn: ["Shop.Cache.Remove"]), PileAge.Mixed).Most);
        Assert.Equal(LeakSeverity.Medium, PileJudgement.Of(null, Filled(takenOutIn: ["Shop.Cache.Remove"]), PileAge.Mixed, isHalf: true).Most);
        Assert.Equal(LeakSeverity.Low, Judged(null, Filled(takenOutIn: []), PileAge.OldAmongYoung).Most);
        Assert.Null(Judged(null, Filled(takenOutIn: []), PileAge.Old).Most);
    }

    [Fact]
    public void What_looked_like_something_in_order_and_grew_comes_before_what_did_not()
    {
        LeakFinding[] before = [Pile("a", 1_000) with { IsInOrder = true }, Pile("b", 1_000)];
        LeakFinding[] after = [Pile("b", 1_000), Pile("a", 2_000) with { IsInOrder = true }];

        var compared = Report(after).ComparedWith([Report(before)]).Findings;

        Assert.Equal(["a", "b"], compared.Select(finding => finding.Id));
        Assert.Equal(
            [(LeakSeverity.Medium, LeakCertainty.Likely, false), (LeakSeverity.Low, LeakCertainty.Possible, false)],
            compared.Select(finding => (finding.Severity, finding.Certainty, finding.IsInOrder)));

        static LeakReport Report(LeakFinding[] findings) => new(findings, findings.Length, 10_000, MB, new HeapCoverage());
        static LeakFinding Pile(string id, long objects) => new(id, LeakSeverity.Low, "Orders pile up", objects * 24, objects)
        {
            Evidence = [], Threshold = "Looked for: 100.", Remedy = "Take them out.", Next = NextCommand.ChainsTo("Shop.Order"),
        };
    }

    private static PileJudgement Judged(PileHistory? history, FilledIn? filled, PileAge age) => PileJudgement.Of(history, filled, age, isHalf: false);

    private static FilledIn Filled(string[]? takenOutIn) => new(["Shop.Cache.Put"]) { TakenOutIn = takenOutIn };
}
