using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Inspections;

[NotQuick, OnEachRuntime]
public sealed class FillersTests
{
    private static readonly (string Place, string Methods, string TakenOutIn)[] Known =
    [
        ("Shop.ByAdd.Items", "Shop.ByAdd.Load", "Shop.ByAdd.Trim"),
        ("Shop.ByIndexer.ById", "Shop.ByIndexer.Load", "Shop.ByIndexer.Remove"),
        ("ByTryAdd._byId", "Shop.ByTryAdd.Load", "Shop.ByTryAdd.Forget"),
        ("Shop.Publisher.Changed", "Shop.Screen.Open", "Shop.Screen.Close"),
        ("Shop.BySwap.ByKey", "Shop.BySwap.Publish", "Shop.BySwap.Withdraw, Shop.BySwap.Clear"),
        ("Shop.ByLambda.Items", "lambda in Shop.ByLambda.Load", ""),
        ("Derived.Kept", "Shop.Derived.Keep", "Shop.Derived.Drop"),
        ("Shop.Cache<Shop.Item>.Items", "Shop.Cache<T>.Put, Shop.Direct.Load", ""),
        ("Shop.BySetter.Items", "Shop.BySetter.Reload", "Shop.BySetter.Reload, Shop.BySetter.Reset, Shop.BySetter.Forget"),
        ("Shop.ByAsync.Items", "Shop.ByAsync.LoadAsync", ""),
        ("Shop.ByLocalFunction.Items", "Shop.ByLocalFunction.Put", ""),
        ("Storage.Archive.Entries", "Storage.Archive.Put", "Storage.Archive.Next"),
        ("Shop.History.Last", "Shop.History.Load", ""),
        ("Shop.ByHelper.Items", "Shop.ByHelper.Load", ""),
        ("Shop.ByArray.Items", "Shop.ByArray.Load", "Shop.ByArray.Forget"),
        ("Shop.Nested.ByGroup", "Shop.Nested.Load", "Shop.Nested.Trim"),
    ];

    [Fact]
    public void Each_suspect_says_who_fills_it_and_who_takes_out_of_it()
    {
        using var heap = Heap.Open(LeakTargetDumps.Heap("Fillers"));
        var findings = heap.Triage(limit: 0).Findings;

        Assert.All(Known, known =>
        {
            var finding = Assert.Single(findings, finding => finding.Title.Contains($" {known.Place} ", StringComparison.Ordinal));
            Assert.Equal(
                (known.Methods, known.TakenOutIn, null),
                (string.Join(", ", finding.FilledIn?.Methods ?? []), string.Join(", ", finding.FilledIn?.TakenOutIn ?? ["not known"]), finding.FilledIn?.Unknown));
        });
    }

    [Fact]
    public void A_chain_says_so_of_its_static_field_and_of_the_collections_in_own_fields_that_it_passes()
    {
        using var heap = Heap.Open(LeakTargetDumps.Heap("Fillers"));
        var found = heap.Chain(heap.ObjectsOf("Shop.Item").Where((_, index) => index % 500 == 0)).Report.Filled.ToDictionary(filled => filled.Field, filled => string.Join(", ", filled.By.Methods));
        Assert.Equal(
            ("Shop.ByAdd.Load", "lambda in Shop.ByLambda.Load", "Shop.ByTryAdd.Load", "Shop.Derived.Keep", "Storage.Archive.Put"),
            (found["Shop.ByAdd.Items"], found["Shop.ByLambda.Items"], found["Shop.ByTryAdd._byId"], found["Shop.Derived.Kept"], found["Storage.Archive.Entries"]));
        Assert.Empty(heap.Chain(heap.ObjectsOf("System.Threading.Thread").Take(1)).Report.Filled);
    }

    [Fact]
    public void A_path_that_grows_says_so_too()
    {
        var (before, after) = LeakTargetDumps.Pair("Fillers");
        using var old = Heap.Open(before);
        using var now = Heap.Open(after);
        var growth = now.GrowthByPath([old], limit: 0);
        var found = growth.Table.Filled.ToDictionary(filled => filled.Field, filled => string.Join(", ", filled.By.Methods));
        Assert.Equal(("Shop.ByAdd.Load", "Shop.Nested.Load", "Shop.Screen.Open"), (found["Shop.ByAdd.Items"], found["Shop.Nested.ByGroup"], found["Shop.Publisher.Changed"]));
        Assert.Contains("Shop.ByAdd.Items is filled in: Shop.ByAdd.Load; taken out in Shop.ByAdd.Trim\n", growth.ToString(), StringComparison.Ordinal);
        Assert.Single(now.GrowthByPath([old], limit: 1).Table.Filled);
    }

    [Fact]
    public void The_runtime_is_asked_under_the_eyes_of_whoever_watches_and_what_it_does_not_tell_is_said()
    {
        using var snapshot = new DumpHeapReader(LeakTargetDumps.Heap("Fillers")).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
        var field = snapshot.Graph.Roots.Single(root => root.IsNamedStatic && root.Name == "Shop.ByAdd.Items");
        var asked = 0;
        var watched = snapshot.Fillers!.Watched(ask =>
        {
            asked++;
            return ask();
        });

        Assert.Equal("Shop.ByAdd.Load", Assert.Single(watched.OfStatic(field, TestContext.Current.CancellationToken)!.Methods));
        Assert.Equal(2, asked);   // which field it is, and which assemblies there are
        Assert.Equal(
            "What tells of its type could not be read.", snapshot.Fillers.Watched(_ => throw new InvalidOperationException()).OfStatic(field, TestContext.Current.CancellationToken)?.Unknown);
    }
}
