using HeapGraph.Core.Inspections;

namespace HeapGraph;

public sealed partial record LeakReport
{
    private const double WorseBy = 1.05;

    /// <summary>The same findings beside those of an earlier report: new, worse (5 % more objects or bytes) or the same.</summary>
    /// <param name="baseline">The earlier findings.</param>
    internal LeakReport ComparedWith(IReadOnlyCollection<BaselineFinding> baseline)
    {
        var earlier = baseline.DistinctBy(finding => finding.Id).ToDictionary(finding => finding.Id);
        return this with
        {
            Findings = [.. Findings.Select(finding => finding with { Trend = TrendOf(finding, earlier.GetValueOrDefault(finding.Id)) })],
            Gone = GoneOf(baseline),
        };
    }

    /// <summary>The same findings beside those of earlier heaps of the same program: against the first, and with the numbers of all,
    /// which tell a leak from a backlog.</summary>
    /// <param name="earlier">Their reports, oldest first; at least one, and none cut by a limit.</param>
    public LeakReport ComparedWith(IReadOnlyList<LeakReport> earlier)
    {
        var compared = ComparedWith([.. earlier[0].Findings.Select(BaselineFinding.Of)]);
        BaselineFinding[] before = [.. earlier.SelectMany(report => report.Findings).Select(BaselineFinding.Of).DistinctBy(finding => finding.Id)];
        return compared with
        {
            Findings = [.. compared.Findings.Select(finding => Judged(finding, [.. earlier.Select(report => ObjectsOf(report, finding.Id)), finding.Objects])).GravestFirst()],
            Gone = GoneOf(before),
        };

        static long ObjectsOf(LeakReport report, string id) => report.Findings.FirstOrDefault(finding => finding.Id == id)?.Objects ?? 0;
    }

    /// <summary>A finding with its course. What has piled up is judged by it: that it grows each time speaks for a leak more than anything that one heap shows. What was not
    /// there in the first of two may only have been filled since.</summary>
    private LeakFinding Judged(LeakFinding finding, long[] objects)
    {
        var grows = objects.Zip(objects.Skip(1)).All(pair => pair.First < pair.Second);
        var told = finding with { Evidence = [.. finding.Evidence, CourseOf(objects, grows)] };
        return finding.Kind != LeakKind.PiledUp ? told
            : grows && objects is not [0, _] ? told with
            {
                Severity = LeakThresholds.SeverityOfGrowth(TotalBytes, finding.RetainedBytes, finding.Trend?.RetainedBytesDelta ?? 0) is var severity && severity > finding.Severity ? severity : finding.Severity,
                Certainty = LeakCertainty.Likely,
                Because = "it grew from dump to dump",
                IsInOrder = false,
            }
            : objects[^1] <= objects[0] ? told with { Severity = LeakSeverity.Low, Certainty = LeakCertainty.Possible, Because = "it did not grow from dump to dump" }
            : told;
    }

    private static string CourseOf(long[] objects, bool grows) =>
        $"From dump to dump: {string.Join(", ", objects.Select(count => count == 0 ? "not found" : $"{count:N0}"))}; "
            + (grows ? "it grows each time."
                : objects[^1] <= objects[0] ? "it does not grow: a backlog, or a cache that has reached its bound, looks like this."
                : "it goes up and down: a backlog may look like this.");

    private static LeakTrend TrendOf(LeakFinding finding, BaselineFinding? before) =>
        before is null ? new LeakTrend(LeakChange.New, finding.RetainedBytes, finding.Objects) : new LeakTrend(
            finding.Objects > before.Objects * WorseBy || finding.RetainedBytes > before.RetainedBytes * WorseBy ? LeakChange.Worse : LeakChange.Same,
            finding.RetainedBytes - before.RetainedBytes,
            finding.Objects - before.Objects);
}
