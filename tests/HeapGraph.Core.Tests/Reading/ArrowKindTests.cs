using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Every arrow of the ArrowKinds target by the name that its header gives it.</summary>
[NotQuick, OnEachRuntime]
public sealed class ArrowKindTests
{
    private static readonly Lazy<HeapSnapshot> Friendly = new(() => Read(new DetailOptions()));
    private static readonly Lazy<HeapSnapshot> Plain = new(() => Read(new DetailOptions(PlainNames: true)));
    private static readonly Lazy<HeapSnapshot> WithoutValues = new(() => Read(new DetailOptions(HidesValues: true)));

    public static TheoryData<string> Sources => ReadTargets.Sources;

    public static TheoryData<string, string, string, string> Arrows => [.. AllArrows.Where(arrow => IsThere(arrow.Data.Item1))];

    public static TheoryData<string, string> Elements => [.. AllElements.Where(element => IsThere(element.Data.Item1))];

    private static TheoryData<string, string, string, string> AllArrows => new()
    {
        { "ByString", """["order-17"]""", "[0].value", "[0].value" },
        { "ByInt", "[17]", "[0].value", "[0].value" },
        { "ByLong", "[-5]", "[0].value", "[0].value" },
        { "ByChar", "['x']", "[0].value", "[0].value" },
        { "ByBool", "[true]", "[0].value", "[0].value" },
        { "ByEnum", "[Red]", "[0].value", "[0].value" },
        { "ByGuid", "[6f9619ff-8b86-d011-b42d-00cf4fc964ff]", "[0].value", "[0].value" },
        { "ByDate", "[2024-01-31 10:30:00Z]", "[0].value", "[0].value" },
        { "ByTuple", """["pair"].Item2""", "[0].value.Item2", "[0].value.Item2" },
        { "ByHashtable", """["boxed"]""", "[*].val", "[*].val" },
        { "ByObjectKey", "[9]", "[0].value", "[0].value" },
        { "ByOther", "[0].value", "[0].value", "[0].value" },
        { "ByConcurrent", """["concurrent"]""", "_value", "_value" },
        { "BySorted", """["sorted"]""", "Item.value", "<Item>k__BackingField.value" },
        { "BySortedList", """["listed"]""", "[0]", "[0]" },
        { "ByImmutable", """["immutable"]""", "_value._firstValue.value", "_value._firstValue.value" },
        { "ByFrozen", """["frozen"]""", "[0]", "[0]" },
        { "ByFrozenInt", "[1000]", "[*]", "[*]" },
        { "InHashSet", "[0]", "[0].Value", "[0].Value" },
        { "InQueue", "[1]", "[1]", "[0]" },
        { "InStack", "[2]", "[2]", "[1]" },
        { "InLinkedList", "[1]", "[1]", "item" },
        { "InConcurrentQueue", "[1]", "[1]", "[*].Item" },
        { "InPriorityQueue", "[0]", "[0]", "[0].Item1" },
        { "InLookalike", "_key.value", "_key.value", "_key.value" },
        { "InConcurrentBag", "[2]", "[2]", "[1]" },
        { "OnImmutableStack", "[0]", "[0]", "_head" },
        { "InBoundedChannel", "[1]", "[1]", "[1]" },
        { "InPrioritizedChannel", "[0]", "[0]", "[0].Item2" },
        { "ByType", "[typeof(System.Collections.Generic.List<int>)]", "[0].value", "[0].value" },
        { "ByUri", """["https://example.org/"]""", "[0].value", "[0].value" },
        { "ByTupleKey", """[("pair", 17)]""", "[0].value", "[0].value" },
        { "ByWrappedKey", "[OrderId(17)]", "[0].value", "[0].value" },
        { "ByRecord", """["record"].Held""", "[0].value.Held", "[0].value.<Held>k__BackingField" },
        { "ByOldSortedList", """["old"]""", "[0]", "[0]" },
        { "ByListDictionary", """["few"]""", "value", "value" },
        { "ByImmutableSorted", """["immutable sorted"]""", "_value", "_value" },
        { "ByLazy", "Value", "Value", "_value" },
        { "ByTaskResult", "Result", "Result", "m_result" },
        { "ByImmutableArrayField", "[1]", "[1]", "[1]" },
        { "ByAsyncLocalValue", "AsyncLocal Kinds.Current", "_item0.value", "_item0.value" },
        { "ByInstanceMethod", "-> OnPriceChanged", "-> OnPriceChanged", "_target" },
        { "ByFirst", "-> OnFirst", "-> OnFirst", "_target" },
        { "BySecond", "-> OnSecond", "-> OnSecond", "_target" },
        { "Kinds.<>c__DisplayClass*", "-> lambda in Make", "-> lambda in Make", "_target" },
        { "ByCapture", "captured cart", "captured cart", "cart" },
        { "ByBox", "Reference", "Reference", "Reference" },
        { "ByInlineArray", "Slots[1]", "Slots[1]", "Slots[1]" },
        { "ByAsyncLocal", "Service.LoadAsync: cart", "Service.LoadAsync: cart", "StateMachine.<cart>5__*" },
        { "ByAsyncParameter", "Service.LoadAsync: order", "Service.LoadAsync: order", "StateMachine.order" },
        { "Service", "Service.LoadAsync: this", "Service.LoadAsync: this", "StateMachine.<>4__this" },
        { "ByIterator", "Kinds.Numbers: seen", "Kinds.Numbers: seen", "<seen>5__*" },
        { "ByProperty", "Name", "Name", "<Name>k__BackingField" },
        { "ByPrimary", "captured", "captured", "<captured>P" },
    };

    private static TheoryData<string, string> AllElements => new()
    {
        { "ByString", """["order-17"]""" },
        { "ByTuple", """["pair"].Item2""" },
        { "ByHashtable", """["boxed"]""" },
        { "ByConcurrent", """["concurrent"]""" },
        { "BySorted", """["sorted"]""" },
        { "BySortedList", """["listed"]""" },
        { "ByImmutable", """["immutable"]""" },
        { "ByFrozen", """["frozen"]""" },
        { "InHashSet", "[0]" },
        { "InQueue", "[1]" },
        { "InStack", "[2]" },
        { "InLinkedList", "[1]" },
        { "InConcurrentQueue", "[1]" },
        { "InPriorityQueue", "[0]" },
        { "InLookalike", "[0].value" },
        { "InSortedSet", "[3]" },
        { "InImmutableList", "[2]" },
        { "InImmutableSortedSet", "[1]" },
        { "InImmutableArray", "[1]" },
        { "InImmutableStack", "[1]" },
        { "InImmutableQueue", "[2]" },
        { "InConcurrentStack", "[1]" },
        { "InBlockingCollection", "[1]" },
        { "InBlockingStack", "[1]" },
        { "InChannel", "[1]" },
        { "InBoundedChannel", "[1]" },
        { "InSingleConsumerChannel", "[1]" },
        { "InPrioritizedChannel", "[0]" },
        { "InReadOnlyCollection", "[1]" },
        { "ByReadOnlyDictionary", """["read-only"]""" },
        { "ByListDictionary", """["few"]""" },
        { "ByImmutableSorted", """["immutable sorted"]""" },
        { "ByRank", "[1].value" },
    };

    // .NET 9 brought it, but what runs there is built for .NET 8.
    private static bool IsThere(string type) => type != "InPrioritizedChannel" || TargetRuntimes.Chosen >= TargetRuntime.Net10;

    [Theory]
    [MemberData(nameof(Arrows))]
    public void An_arrow_has_the_name_that_its_source_has_a_word_for(string type, string friendly, string withoutValues, string plain)
    {
        Assert.Equal(friendly, LabelTo(Friendly.Value, type));
        AssertLike(withoutValues, LabelTo(WithoutValues.Value, type));
        AssertLike(plain, LabelTo(Plain.Value, type));
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_arrow_has_the_same_name_from_a_dump_and_from_the_live_process_under_each_garbage_collector(string source)
    {
        var snapshot = ReadTargets.Of("ArrowKinds", source);
        Assert.Equal(Arrows.Select(row => row.Data.Item2), Arrows.Select(row => LabelTo(snapshot, row.Data.Item1)));
    }

    [Theory]
    [MemberData(nameof(Elements))]
    public void From_a_collection_a_chain_and_the_referrers_lead_straight_to_what_it_holds(string type, string label)
    {
        var (snapshot, target) = (Friendly.Value, Only(Friendly.Value.Graph, type));
        var chain = ChainTo(snapshot, target);
        Assert.Equal(["Kinds", "object[]"], chain.Steps.Take(2).Select(step => step.Type.Name));
        Assert.Equal((4, [label]), (chain.Steps.Count, chain.Steps[3].Via.Words), (one, other) => one.Item1 == other.Item1 && one.Item2.SequenceEqual(other.Item2));
        Assert.NotEqual(0, chain.Steps[3].Through);

        var around = ReferenceNeighborhood.Of(snapshot, [target], 1, new NeighborhoodOptions
        {
            MaxDepth = 1, SkipsInnerNodes = true, Reachable = ReachableObjects.From(snapshot.Graph, TestContext.Current.CancellationToken),
        });
        var edge = Assert.Single(around.Edges);
        Assert.Equal((label, chain.Steps[2].ObjectIndex), (edge.Label?.ToString(), ((ObjectNode)around.Nodes[edge.From]).ObjectIndex));
        Assert.NotEqual(0, edge.Through);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Every_element_has_the_same_name_from_a_dump_and_from_the_live_process_under_each_garbage_collector(string source)
    {
        var snapshot = ReadTargets.Of("ArrowKinds", source);
        Assert.Equal(
            Elements.Select(row => $"{row.Data.Item1}: {row.Data.Item2}"),
            Elements.Select(row => $"{row.Data.Item1}: {Assert.Single(ChainTo(snapshot, Only(snapshot.Graph, row.Data.Item1)).Steps[^1].Via)}"));
    }

    [Fact]
    public void What_has_no_order_has_the_places_in_which_it_is_enumerated() => Assert.Equal(
        ["[0]", "[1]", "[2]"],
        ObjectsOf(Friendly.Value, "InImmutableHashSet").Select(target => Assert.Single(ChainTo(Friendly.Value, target).Steps[^1].Via.Words)).Order());

    [Theory]
    [InlineData("ByAsyncLocal", "*AsyncStateMachineBox<*", "Service.LoadAsync: cart")]
    [InlineData("ByAsyncLocalValue", "ExecutionContext", "AsyncLocal Kinds.Current")]
    public void What_flows_with_an_async_method_hangs_from_the_task_and_the_context_themselves(string type, string from, string label)
    {
        var steps = ChainTo(Friendly.Value, Only(Friendly.Value.Graph, type)).Steps;
        AssertLike(from, steps[^2].Type.ShortName);
        Assert.Equal([label], steps[^1].Via.Words);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void From_a_dump_and_from_the_live_process_weak_references_are_the_same_under_each_garbage_collector(string source)
    {
        var snapshot = ReadTargets.Of("ArrowKinds", source);
        Assert.Equal(
            [("WeakReference", "Target"), ("WeakReference<object>", "Target")], WeakReferrersOf(snapshot, Assert.Single(ObjectsOf(snapshot, "ByWeakReference"))));
        Assert.Equal([("ConditionalWeakTable<object, object>", "key")], WeakReferrersOf(snapshot, Assert.Single(ObjectsOf(snapshot, "ByWeakKey"))));
        Assert.Equal([("WeakReference", "Target")], WeakReferrersOf(snapshot, Assert.Single(ObjectsOf(snapshot, "ByDeadTarget"))));
        Assert.Empty(WeakReferrersOf(snapshot, Assert.Single(ObjectsOf(snapshot, "ByWeakValue"))));
        Assert.All(ObjectsOf(snapshot, "ByWeakReference"), target => Assert.All(
            snapshot.Details.WeakReferrersOf(target), arrow => Assert.Contains(arrow, snapshot.Details.WeakReferencesOf(arrow.From))));
    }

    [Fact]
    public void Weak_references_are_shown_and_keep_nothing_alive()
    {
        var snapshot = Friendly.Value;
        var (alive, dead, key, value) = (ObjectsOf(snapshot, "ByWeakReference").Single(), ObjectsOf(snapshot, "ByDeadTarget").Single(), ObjectsOf(snapshot, "ByWeakKey").Single(), ObjectsOf(snapshot, "ByWeakValue").Single());
        var reachable = ReachableObjects.From(snapshot.Graph, TestContext.Current.CancellationToken);
        Assert.True(reachable.Contains(alive) && !reachable.Contains(dead));

        var options = new NeighborhoodOptions { MaxDepth = 1, SkipsInnerNodes = true, Reachable = reachable };
        var around = ReferenceNeighborhood.Of(snapshot, [alive, value], 2, options);
        Assert.Equal(
            [("Held", ReferenceStrength.Strong), ("Target", ReferenceStrength.Weak), ("Target", ReferenceStrength.Weak), ("(dependent handle)", ReferenceStrength.Dependent)],
            around.Edges.Where(edge => edge.To < 2).Select(edge => (Label: edge.Label?.ToString(), edge.Strength)).OrderBy(edge => edge.Strength == ReferenceStrength.Dependent).ThenBy(edge => edge.Label, StringComparer.Ordinal));

        var holder = snapshot.Details.WeakReferrersOf(dead).Single().From;
        var held = ReferenceNeighborhood.Of(snapshot, [holder], 1, options with { Direction = ReferenceDirection.References });
        Assert.Contains(held.Edges, edge => edge.Strength == ReferenceStrength.Weak && held.Nodes[edge.To] is ObjectNode { ObjectIndex: var reached } && reached == dead);
        var referrer = Assert.Single(ChainReport.Of(snapshot, [dead], 1, new ChainOptions(), TestContext.Current.CancellationToken).Objects[0].Referrers);
        Assert.Equal((holder, true, "Target"), (referrer.Object.ObjectIndex, referrer.IsWeak, Assert.Single(referrer.Via.Words)));
        var view = ObjectReport.Of(snapshot, [holder], 1, new ObjectViewOptions(), null, TestContext.Current.CancellationToken).Objects[0];
        Assert.Contains(view.Inside!.Fields, field => field is { IsWeak: true, Name: "Target" } && field.To == dead);
        Assert.NotEmpty(snapshot.Details.WeakReferrersOf(key));
    }

    [Fact]
    public void A_weak_arrow_is_dashed_in_a_picture_and_marked_as_weak_in_every_other_form()
    {
        var snapshot = Friendly.Value;
        var around = ReferenceNeighborhood.Of(
            snapshot, [ObjectsOf(snapshot, "ByWeakReference").Single(), ObjectsOf(snapshot, "ByWeakValue").Single()], 2, new NeighborhoodOptions { MaxDepth = 1 });
        var dot = PictureDot.Of(around, [], new PictureOptions(ShortNames: true, Refcounts: false)).Text;
        Assert.Equal(3, dot.Split("style=dashed, arrowhead=vee").Length - 1);
        Assert.Contains("weak: keeps nothing alive", dot, StringComparison.Ordinal);
        Assert.Contains("dependent: keeps alive while its key lives", dot, StringComparison.Ordinal);
        Assert.Contains(".Target (weak) of WeakReference", PlainConsole.TextOf(console => NeighborhoodTree.Write(console, "app.dmp", around, shortNames: true)), StringComparison.Ordinal);
        Assert.Equal(2, JsonResult.Of("app.dmp", around).Split("\"strength\": \"weak\"").Length - 1);
    }

    [Theory]
    [InlineData(0, "\"a string of exactly forty characters, 40\"")]
    [InlineData(1, "\"a string that is longer than forty chara…\"")]
    [InlineData(2, "42")]
    [InlineData(3, "-7")]
    [InlineData(4, "1.5")]
    [InlineData(5, "'x'")]
    [InlineData(6, "true")]
    [InlineData(7, "Red")]
    [InlineData(8, "Read, Write")]
    [InlineData(9, "6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    [InlineData(10, "2024-01-31 10:30:00Z")]
    [InlineData(11, "2024-01-31 10:30:00.5 +02:00")]
    [InlineData(12, "1.02:03:04")]
    [InlineData(13, "-12.50")]
    [InlineData(14, "2024-01-31")]
    [InlineData(15, "\"https://example.org/a?b=1\"")]
    [InlineData(16, "System.Collections.Generic.List<int>")]
    [InlineData(17, "RanToCompletion")]
    [InlineData(18, "Faulted")]
    [InlineData(19, "Canceled")]
    [InlineData(20, "WaitingForActivation")]
    [InlineData(21, "Handler.OnChanged")]
    [InlineData(22, "lambda in Values.Make")]
    [InlineData(23, "Count = 2")]
    [InlineData(24, "Length = 3")]
    [InlineData(25, "Count = 2")]
    [InlineData(26, "Count = 1")]
    [InlineData(27, "Count = 3")]
    [InlineData(28, "Count = 2")]
    [InlineData(29, "Count = 2")]
    [InlineData(30, "Count = 2")]
    [InlineData(31, "Count = 1")]
    [InlineData(32, "Values.Twice")]
    [InlineData(33, "lambda in Shared..cctor")]
    [InlineData(34, "Shared<int>.Same")]
    [InlineData(35, "Values.Local")]
    public void A_value_is_what_the_object_would_say_of_itself(int place, string value)
    {
        Assert.Equal(value, Friendly.Value.Details.ValueOf(InValues(Friendly.Value, place)));
        Assert.Equal(value, Plain.Value.Details.ValueOf(InValues(Plain.Value, place)));
        Assert.Null(WithoutValues.Value.Details.ValueOf(InValues(WithoutValues.Value, place)));
    }

    [Fact]
    public void Every_other_collection_tells_how_many_elements_it_has() => Assert.All(
        Enumerable.Range(36, 11), place => Assert.Equal("Count = 2", Friendly.Value.Details.ValueOf(InValues(Friendly.Value, place))));

    [Theory]
    [InlineData("Kinds.<>c__DisplayClass*", "captured in Kinds.Make")]
    [InlineData("*StateMachineBox<Service.<LoadAsync>*", "Service.LoadAsync: WaitingForActivation")]
    [InlineData("Kinds.<Numbers>d__*", "Kinds.Numbers")]
    public void What_the_compiler_made_tells_the_method_that_it_was_made_of(string type, string value) =>
        Assert.Equal(value, Friendly.Value.Details.ValueOf(Only(Friendly.Value.Graph, type)));

    private static string LabelTo(HeapSnapshot snapshot, string type)
    {
        var (graph, target) = (snapshot.Graph, Only(snapshot.Graph, type));
        var reachable = ReachableObjects.From(graph, TestContext.Current.CancellationToken);
        return Assert.Single(graph.Referrers[target].ToArray().Where(reachable.Contains).Distinct().SelectMany(source => snapshot.Details.LabelsOf(source, target).Words));
    }

    private static int InValues(HeapSnapshot snapshot, int place)
    {
        var graph = snapshot.Graph;
        var array = graph.Roots.First(root => root.Name == "Values.All").ObjectIndex;
        return Assert.Single(graph.References[array].ToArray().Distinct(), held => snapshot.Details.LabelsOf(array, held).Words.Contains($"[{place}]"));
    }

    private static ReferenceChain ChainTo(HeapSnapshot snapshot, int target) => Assert.Single(
        ChainReport.Of(snapshot, [target], 1, new ChainOptions { SkipsInnerNodes = true }, TestContext.Current.CancellationToken).Objects[0].Chains);

    private static IEnumerable<(string Type, string Label)> WeakReferrersOf(HeapSnapshot snapshot, int target) =>
        snapshot.Details.WeakReferrersOf(target).Select(arrow => (snapshot.Graph.TypeOf(arrow.From).ShortName, arrow.Label)).Order();

    private static IEnumerable<int> ObjectsOf(HeapSnapshot snapshot, string type) =>
        Enumerable.Range(0, snapshot.Graph.ObjectCount).Where(index => snapshot.Graph.TypeOf(index).ShortName == type);

    private static int Only(ObjectGraph graph, string type) =>
        Assert.Single(Enumerable.Range(0, graph.ObjectCount), index => IsLike(type, graph.TypeOf(index).ShortName) && graph.Referrers[index].Length > 0);

    private static void AssertLike(string pattern, string text) => Assert.True(IsLike(pattern, text), $"'{text}' is not '{pattern}'.");

    private static bool IsLike(string pattern, string text) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);

    private static HeapSnapshot Read(DetailOptions details) =>
        new DumpHeapReader(LeakTargetDumps.Heap("ArrowKinds")).Read(new HeapReadOptions(GraphParts.All) { Details = details }, null, CancellationToken.None);
}
