namespace HeapGraph.Core.Analysis.Growth;

/// <summary>Whether a heap has settled: a backlog is gone once its work is done, a leak goes on.</summary>
internal static class Stability
{
    /// <summary>Hundredths that neither objects nor bytes change by in a heap that has settled.</summary>
    public const int Percent = 1;

    /// <summary>Whether the heap hardly changed from the last snapshot but one to the last.</summary>
    public static bool IsReached(IReadOnlyList<GrowthSnapshot> snapshots) =>
        snapshots is [.., var before, var after] && IsSmall(after.Objects - before.Objects, before.Objects) && IsSmall(after.Bytes - before.Bytes, before.Bytes);

    private static bool IsSmall(long change, long of) => Math.Abs(change) * 100 < of * Percent || change == 0;
}
