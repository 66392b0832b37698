using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Tests.Support;
using Xunit;

namespace HeapGraph.Core.Tests.Analysis;

/// <summary>A damaged dump may yield not one object: each question still has an answer, with nothing in it.</summary>
public sealed class EmptyHeapTests
{
    private static readonly HeapSnapshot Empty = GraphSketch.Read("").ToSnapshot();

    [Theory]
    [InlineData(ObjectScope.All)]
    [InlineData(ObjectScope.Reachable)]
    [InlineData(ObjectScope.Unreachable)]
    public void Types_and_growth(ObjectScope scope)
    {
        var table = TypeTable.Of(Empty.Graph, scope, null, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0L, 0L), (table.TypeCount, table.TotalObjects, table.TotalBytes));
        Assert.Empty(GrowthTable.Of([("a.dmp", table), ("b.dmp", table)]).Rows);
        Assert.Contains(", 0 B, 0 types", PlainConsole.TextOf(console => TableText.Write(console, TableView.Of("a.dmp", table, shortNames: false))), StringComparison.Ordinal);
    }

    [Fact]
    public void Dominators_and_leaks()
    {
        var tree = DominatorTree.Of(Empty.Graph, TestContext.Current.CancellationToken);
        foreach (var by in Enum.GetValues<DominatorRowKind>())
        {
            var table = DominatorTable.Of(Empty.Graph, tree, new DominatorTableOptions { By = by }, TestContext.Current.CancellationToken);
            Assert.Empty(table.Rows);
            Assert.NotEqual("", JsonResult.Of("a.dmp", table));
        }

        Assert.Empty(LeakReport.Of(Empty, tree, TestContext.Current.CancellationToken).Findings);
    }
}
