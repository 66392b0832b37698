namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output speaks of async calls.</summary>
internal static class AsyncWording
{
    /// <summary>"app.dmp: 1,200 async calls that have not finished, in 600 chains of 1 kind; reachable objects".</summary>
    public static IReadOnlyList<string> HeaderOf(string target, AsyncReport report) =>
    [
        $"{target}: {Wording.Count(report.CallCount, "async call")} that {(report.CallCount == 1 ? "has" : "have")} not finished, in {Wording.Count(report.ChainCount, "chain")} of {Wording.Count(report.KindCount, "kind")}; "
            + Wording.Of(report.Scope),
        .. ProcessWording.HeaderOf(report.Coverage),
    ];

    /// <summary>What is not shown, what could not be read.</summary>
    public static IEnumerable<Remark> FooterOf(AsyncReport report) =>
    [
        .. report.Chains.Count < report.KindCount
            ? (IEnumerable<Remark>)[Remark.With($"{report.Chains.Count:N0} of {report.KindCount:N0} kinds of chains shown; all of them: {Term.NoLimit}")] : [],
        .. Wording.GapsOf(report.Coverage),
    ];

    /// <summary>A method with the line of its await.</summary>
    public static string Of(HeapFrame frame, bool shorten) =>
        DeathWording.Of(shorten ? frame with { Method = ThreadWording.ShortNameOf(frame.Method) } : frame).Printable;
}
