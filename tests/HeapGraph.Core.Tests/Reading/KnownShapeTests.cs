using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>What the target says of itself in its header, read back: in <see cref="KnownShapeSources"/> from its dump and from the
/// live process, under each garbage collector.</summary>
[NotQuick]
public abstract class KnownShapeTests(string source)
{
    private readonly HeapSnapshot _snapshot = ReadTargets.Of("KnownShape", source);

    [Theory]
    [InlineData("HeldByStatic", HeapRootKind.Static, "KnownShape.Roots.Static")]
    [InlineData("HeldByGenericStatic", HeapRootKind.Static, "KnownShape.Generic<int>.Value")]
    [InlineData("HeldByThreadStatic", HeapRootKind.ThreadStatic, "KnownShape.Roots.PerThread (thread 1)")]
    [InlineData("RareReferences", HeapRootKind.Static, "KnownShape.Roots.Rare")]
    [InlineData("HeldBySecondThread", HeapRootKind.ThreadStatic, "KnownShape.RareRoots.OfSecondThread (thread 3 \"second\")")]
    [InlineData("WaitsForFinalizer", HeapRootKind.FinalizerQueue, null)]
    [InlineData("HeldByStrongHandle", HeapRootKind.StrongHandle, null)]
    [InlineData("HeldByPinnedHandle", HeapRootKind.PinnedHandle, null)]
    public void A_root_has_its_kind_and_name(string type, HeapRootKind kind, string? name) =>
        Assert.Contains(
            (kind, name is null ? null : RuntimeDifferences.OnChosen(name)),
            _snapshot.Graph.RootsOf(Only(type)).Select(root => (root.Kind, root.Name?.StartsWith("unknown ", StringComparison.Ordinal) == true ? "unknown" : root.Name)));

    [Fact]
    public void A_local_is_a_stack_root_that_names_its_method_and_the_line_where_it_stands()
    {
        var source = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "LeakTargets", "KnownShape", "Program.cs"));
        var line = Array.FindIndex(source, text => text.Contains("TargetConsole.Serve", StringComparison.Ordinal)) + 1;
        Assert.Contains(_snapshot.Graph.RootsOf(Only("HeldByStack")), root =>
            root is { Kind: HeapRootKind.Stack, Name: "Program.Hold (thread 1)" } && root.SourceLine == $"Program.cs:{line}");
    }

    [Theory]
    [InlineData("References", "ByField", "Field")]
    [InlineData("References", "ByInheritedField", "InheritedField")]
    [InlineData("References", "ByProperty", "Property")]
    [InlineData("References", "ByStructField", "Inner.Deep.Reference")]
    [InlineData("References", "ByTwoFields", "First|Second")]
    [InlineData("References", "References", "Self")]
    [InlineData("object[]", "ByArrayElement", "[2]")]
    [InlineData("Inner[]", "ByStructElement", "[1].Deep.Reference")]
    [InlineData("object[,]", "ByGridElement", "[1,2]")]
    [InlineData("object[]", "ByJaggedElement", "[0]")]
    [InlineData("Action", "ByDelegate", "-> Run")]
    [InlineData("References.<>c__DisplayClass22_0", "ByClosure", "captured captured")]
    [InlineData("string", "ByDependentHandle", "(dependent handle)")]
    [InlineData("KeyWithoutPointers", "ByDependentHandleOfObject", "(dependent handle)")]
    [InlineData("RareReferences", "ByHidingField", "HiddenField")]
    [InlineData("RareReferences", "ByHiddenField", "HiddenField")]
    [InlineData("Inner", "ByBoxedStruct", "Deep.Reference")]
    [InlineData("Inner", "HeldByStaticStruct", "Deep.Reference")]
    [InlineData("RareReferences", "ByTupleItem", "Pair.Item2")]
    [InlineData("object[]", "ByLargeArrayElement", "[12345]")]
    [InlineData("object[*]", "ByBasedElement", "[11]")]
    [InlineData("object[,]", "ByMixedElement", "[0,1]")]
    [InlineData("RareReferences", "object[][,]", "Mixed")]
    [InlineData("Outer<ByNestedGeneric>.Inner<int>", "ByNestedGeneric", "Value")]
    [InlineData("CycleB", "CycleA", "Next")]
    [InlineData("CollectibleType", "ByCollectibleField", "Reference")]
    [InlineData("WaitsForFinalizer", "HeldByFinalizerQueue", "Reference")]
    public void An_arrow_has_the_name_of_its_slot(string from, string to, string labels)
    {
        var target = Only(to);
        var referrers = _snapshot.Graph.Referrers[target].ToArray().Distinct()
            .Where(source => from.Contains("<>c", StringComparison.Ordinal)
                ? _snapshot.Graph.TypeOf(source).ShortName.Contains("<>c__DisplayClass", StringComparison.Ordinal)
                : _snapshot.Graph.TypeOf(source).ShortName == from).ToArray();
        var found = Assert.Single(referrers);
        Assert.Equal(labels.Split('|'), _snapshot.Details.LabelsOf(found, target).Words.Order());
    }

    [Theory]
    [InlineData("ByMulticast", "Several", "-> Run", "-> Run")]
    public void Two_objects_in_neighbouring_slots_are_told_apart(string type, string from, string first, string second)
    {
        var labels = ObjectsOf(type).SelectMany(target => _snapshot.Graph.Referrers[target].ToArray()
            .Where(source => _snapshot.Graph.TypeOf(source).ShortName == from)
            .SelectMany(source => _snapshot.Details.LabelsOf(source, target).Words));
        Assert.Equal([first, second], labels.Order());
    }

    [Fact]
    public void An_object_that_only_a_ref_local_points_into_is_held_by_its_stack() =>
        Assert.Contains(_snapshot.Graph.RootsOf(Only("HeldByInteriorPointer")), root =>
            root is { Kind: HeapRootKind.Stack, Name: "KnownShape.RareRoots.Hold (thread 3 \"second\")" });

    [Fact]
    public void A_struct_s_fields_keep_their_names_when_a_box_and_an_array_are_looked_at_in_turn()
    {
        var (inBox, inArray) = (Only("ByBoxedStruct"), Only("ByStructElement"));
        var (box, array) = (_snapshot.Graph.Referrers[inBox][0], _snapshot.Graph.Referrers[inArray][0]);
        for (var turn = 0; turn < 2; turn++)
        {
            Assert.Equal(["Deep.Reference"], _snapshot.Details.LabelsOf(box, inBox).Words);
            Assert.Equal(["[1].Deep.Reference"], _snapshot.Details.LabelsOf(array, inArray).Words);
        }
    }

    [Fact]
    public void Everything_the_target_holds_is_reachable()
    {
        // Closures of the target's own helper threads are garbage once these have ended.
        var reachable = ReachableObjects.From(_snapshot.Graph, TestContext.Current.CancellationToken);
        var lost = Enumerable.Range(0, _snapshot.Graph.ObjectCount).Where(index => !reachable.Contains(index))
            .Select(index => _snapshot.Graph.TypeOf(index))
            .Where(type => type.Name.StartsWith("KnownShape.", StringComparison.Ordinal) && !type.Name.Contains("<>c", StringComparison.Ordinal))
            .Select(type => type.ShortName);
        Assert.Equal(["ByWeakReference", "HeldByWeakHandle"], lost.Order());
    }

    [Theory]
    [InlineData("HeldByWeakHandle")]
    [InlineData("ByWeakReference")]
    public void What_is_held_weakly_is_not_reachable(string type)
    {
        var reachable = ReachableObjects.From(_snapshot.Graph, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(ObjectsOf(type), reachable.Contains);
    }

    [Fact]
    public void Values_are_shown_of_strings_boxed_numbers_and_collections()
    {
        var references = Only("References");
        var values = _snapshot.Graph.References[references].ToArray().Select(_snapshot.Details.ValueOf).ToArray();
        Assert.Contains("\"hello\"", values);
        Assert.Contains("42", values);
        Assert.Contains("Count = 1", values);
        Assert.Contains("Length = 3", values);
    }

    private int Only(string type) => Assert.Single(ObjectsOf(type));

    private IEnumerable<int> ObjectsOf(string type) =>
        Enumerable.Range(0, _snapshot.Graph.ObjectCount).Where(index => _snapshot.Graph.TypeOf(index).ShortName == type);
}
