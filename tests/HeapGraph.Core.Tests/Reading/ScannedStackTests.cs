using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Stacks that are scanned, since the runtime can't walk them.</summary>
[NotQuick]
public sealed class ScannedStackTests
{
    [Fact]
    public void A_local_is_found_and_the_result_says_how()
    {
        using var scanned = new DumpHeapReader(LeakTargetDumps.Heap("KnownShape"))
            .Read(new HeapReadOptions(GraphParts.Roots, ScansStacks: true), null, TestContext.Current.CancellationToken);
        var held = Assert.Single(Enumerable.Range(0, scanned.Graph.ObjectCount), index => scanned.Graph.TypeOf(index).ShortName == "HeldByStack");
        Assert.Contains(scanned.Graph.RootsOf(held), root => root.Kind == HeapRootKind.Stack);
        Assert.Contains(scanned.Graph.Coverage.Warnings, warning => warning.Contains("walk of them crashed", StringComparison.Ordinal));
    }
}
