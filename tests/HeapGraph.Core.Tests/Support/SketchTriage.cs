using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
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

    /// <summary>The one finding of a sketch.</summary>
    /// <param name="sketch">The heap.</param>
    /// <param name="title">How its title begins.</param>
    /// <param name="objects">How many objects have piled up.</param>
    /// <param name="bytes">What they retain.</param>
    /// <param name="suspect">The type that the suspect reference leads to; null for none.</param>
    public static LeakFinding Holds(string sketch, string title, long objects, long bytes, string? suspect)
    {
        var finding = Assert.Single(FindingsOf(sketch));
        Assert.StartsWith(title, finding.Title, StringComparison.Ordinal);
        Assert.Equal((objects, bytes), (finding.Objects, finding.RetainedBytes));
        Assert.Equal(suspect, finding.SuspectStep < 0 ? null : finding.Chain!.Steps[finding.SuspectStep].Type.Name);
        Assert.StartsWith("Looked for: ", finding.Threshold, StringComparison.Ordinal);
        return finding;
    }
}
