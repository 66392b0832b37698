using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

[NotQuick, OnEachRuntime]
public sealed class FillersTests
{
    private static readonly (string Place, string Methods)[] Known =
    [
        ("Shop.ByAdd.Items", "Shop.ByAdd.Load"),
        ("Shop.ByIndexer.ById", "Shop.ByIndexer.Load"),
        ("ByTryAdd._byId", "Shop.ByTryAdd.Load"),
        ("Shop.Publisher.Changed", "Shop.Screen.Open"),
        ("Shop.BySwap.ByKey", "Shop.BySwap.Publish"),
        ("Shop.ByLambda.Items", "lambda in Shop.ByLambda.Load"),
        ("Derived.Kept", "Shop.Derived.Keep"),
        ("Shop.Cache<Shop.Item>.Items", "Shop.Cache<T>.Put, Shop.Direct.Load"),
        ("Shop.BySetter.Items", "Shop.BySetter.Reload"),
        ("Shop.ByAsync.Items", "Shop.ByAsync.LoadAsync"),
        ("Shop.ByLocalFunction.Items", "Shop.ByLocalFunction.Put"),
        ("Storage.Archive.Entries", "Storage.Archive.Put"),
        ("Shop.History.Last", "Shop.History.Load"),
        ("Shop.ByHelper.Items", "Shop.ByHelper.Load"),
        ("Shop.ByArray.Items", "Shop.ByArray.Load"),
        ("Shop.Nested.ByGroup", "Shop.Nested.Load"),
    ];

    [Fact]
    public void Each_suspect_says_who_fills_it()
    {
        using var heap = Heap.Open(LeakTargetDumps.Heap("Fillers"));
        var findings = heap.Triage(limit: 0).Findings;

        Assert.All(Known, known =>
        {
            var finding = Assert.Single(findings, finding => finding.Title.Contains($" {known.Place} ", StringComparison.Ordinal));
            Assert.Equal((known.Methods, null), (string.Join(", ", finding.FilledIn?.Methods ?? []), finding.FilledIn?.Unknown));
        });
    }
}
