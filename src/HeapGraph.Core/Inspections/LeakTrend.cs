namespace HeapGraph.Core.Inspections;

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
