using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Async calls, each chain as a stack with its innermost method first.</summary>
internal static class AsyncReportText
{
    /// <summary>The lines of a report.</summary>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Methods without namespaces.</param>
    /// <param name="words">How what can be set is named.</param>
    public static ReportLines Of(string target, AsyncReport report, bool shortNames, IRemedyWords words) => new(
        [.. AsyncWording.HeaderOf(target, report).Select((line, number) => new ReportLine(line, number == 0 ? ReportLine.Title : null))],
        report.Chains.Select(chain => Of(chain, shortNames)),
        AsyncWording.FooterOf(report).Select(line => line.In(words)));

    private static IEnumerable<ReportLine> Of(AsyncChains chain, bool shortNames) =>
    [
        new($"{chain.Count:N0} × awaiting {chain.Awaits}", ReportLine.Title),
        .. ReportLines.OfFrames(chain.Frames, "call", frame => new ReportLine($"     {AsyncWording.Of(frame, shortNames)}", frame.IsFramework ? ReportLine.Dim : null)),
        new($"     ({chain.Outer}; for example {chain.Address:x})", ReportLine.Dim),
    ];
}
