using System.Runtime.CompilerServices;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Support;

/// <summary>The leak suspects of a sketch.</summary>
internal static class SketchTriage
{
    public static IReadOnlyList<LeakFinding> FindingsOf(string sketch) => FindingsOf(GraphSketch.Read(sketch).ToSnapshot());

    public static IReadOnlyList<LeakFinding> FindingsOf(HeapSnapshot snapshot)
    {
        var cancellation = TestContext.Current.CancellationToken;
        return LeakReport.Of(snapshot, DominatorTree.Of(snapshot.Graph, cancellation), cancellation).Findings;
    }

    /// <summary>The one finding of a sketch, whose words stand in the expected file of the test's class.</summary>
    /// <param name="sketch">The heap.</param>
    /// <param name="objects">How many objects have piled up.</param>
    /// <param name="bytes">What they retain.</param>
    /// <param name="suspect">The type that the suspect reference leads to; null for none.</param>
    /// <param name="part">Which of several of the test.</param>
    /// <param name="testFile">Where the test stands.</param>
    /// <param name="test">Its name.</param>
    public static LeakFinding Holds(
        string sketch, long objects, long bytes, string? suspect, string part = "", [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var finding = Assert.Single(Reads(sketch, part, testFile, test));
        Assert.Equal((objects, bytes), (finding.Objects, finding.RetainedBytes));
        Assert.Equal(suspect, finding.SuspectStep < 0 ? null : finding.Chain!.Steps[finding.SuspectStep].Type.Name);
        Assert.StartsWith("Looked for: ", finding.Threshold, StringComparison.Ordinal);
        return finding;
    }

    /// <summary>The findings of a sketch, whose words stand in the expected file of the test's class.</summary>
    public static IReadOnlyList<LeakFinding> Reads(string sketch, string part = "", [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        var findings = FindingsOf(sketch);
        ExpectedFile.MatchesPart(string.Concat(findings.Select(WordsOf)), part, testFile, test);
        return findings;
    }

    private static string WordsOf(LeakFinding finding) =>
        $"{finding.Severity}: {finding.Title}\n{string.Concat(LeakWording.EvidenceOf(finding).Select(line => $"  - {line}\n"))}  How sure: {LeakWording.HowSure(finding)}\n  What to do: {finding.Remedy}\n";
}
