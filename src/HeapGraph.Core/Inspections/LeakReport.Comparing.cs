namespace HeapGraph.Core.Inspections;

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
            Gone = [.. baseline.ExceptBy(Findings.Select(finding => finding.Id), finding => finding.Id)],
        };
    }

    private static LeakTrend TrendOf(LeakFinding finding, BaselineFinding? before) =>
        before is null ? new LeakTrend(LeakChange.New, finding.RetainedBytes, finding.Objects) : new LeakTrend(
            finding.Objects > before.Objects * WorseBy || finding.RetainedBytes > before.RetainedBytes * WorseBy ? LeakChange.Worse : LeakChange.Same,
            finding.RetainedBytes - before.RetainedBytes,
            finding.Objects - before.Objects);
}

/// <summary>A finding of an earlier report.</summary>
/// <param name="Id">Its fingerprint.</param>
/// <param name="Title">What was wrong.</param>
/// <param name="RetainedBytes">What it retained.</param>
/// <param name="Objects">How many objects had piled up.</param>
internal sealed record BaselineFinding(string Id, string Title, long RetainedBytes, long Objects);

/// <summary>How a finding compares with a baseline.</summary>
/// <param name="Change">In one word.</param>
/// <param name="RetainedBytesDelta">Bytes more than before.</param>
/// <param name="ObjectsDelta">Objects more than before.</param>
internal sealed record LeakTrend(LeakChange Change, long RetainedBytesDelta, long ObjectsDelta);

/// <summary>What became of a finding since the baseline; what is gone stands apart, in <see cref="LeakReport.Gone"/>.</summary>
internal enum LeakChange
{
    /// <summary>Much as before, or less.</summary>
    Same,

    /// <summary>It holds 5 % more, in objects or bytes.</summary>
    Worse,

    /// <summary>The baseline has it not.</summary>
    New,
}
