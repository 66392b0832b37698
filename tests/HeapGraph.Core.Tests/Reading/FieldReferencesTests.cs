using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Targets;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>References by their fields are those that the graph has.</summary>
[NotQuick]
public sealed class FieldReferencesTests
{
    public static TheoryData<string> Dumps => [.. LeakTargetDumps.Names];

    [Theory]
    [MemberData(nameof(Dumps))]
    public void All_fields_together_hold_every_reference_of_the_graph_but_those_that_no_field_shows(string name)
    {
        using var snapshot = Open(name);
        var found = snapshot.Fields!.In(snapshot.Fields.Find(null, TestContext.Current.CancellationToken).Where(field => !field.IsStatic).ToHashSet(), TestContext.Current.CancellationToken)
            .References.ToLookup(reference => reference.From, reference => reference.To);
        for (var index = 0; index < snapshot.Graph.ObjectCount; index++)
        {
            var others = snapshot.Graph.References[index].ToArray().Order().ToList();
            Assert.All(found[index], to => Assert.True(others.Remove(to), $"{snapshot.Graph.TypeOf(index)} has no reference to {snapshot.Graph.TypeOf(to)}"));
            Assert.All(others, to => Assert.Contains(snapshot.Details.LabelsOf(index, to), label => label.Kind is SlotKind.DependentHandle or SlotKind.LoaderAllocator));
        }
    }

    [Theory]
    [InlineData("Base", "InheritedField", "ByInheritedField")]
    [InlineData("References", "InheritedField", "ByInheritedField")]
    [InlineData("References", "Property", "ByProperty")]
    [InlineData("References", "Inner.Deep.Reference", "ByStructField")]
    [InlineData("Inner[]", "Deep.Reference", "ByStructElement")]
    [InlineData("Roots", "Static", "HeldByStatic")]
    [InlineData("Generic<int>", "Value", "HeldByGenericStatic")]
    [InlineData("Roots", "PerThread", "HeldByThreadStatic")]
    public void A_field_of_each_kind_holds_what_the_target_put_there(string type, string field, string held)
    {
        using var snapshot = Open("KnownShape");
        var fields = snapshot.Fields!.Find(null, TestContext.Current.CancellationToken).Where(found => found.Type.ShortName.EndsWith(type, StringComparison.Ordinal) && found.Name == field).ToHashSet();
        var cut = snapshot.Fields.In(fields, TestContext.Current.CancellationToken);
        Assert.Equal([held], cut.Targets.Select(index => snapshot.Graph.TypeOf(index).ShortName));
        Assert.Equal(1, cut.Count);
    }

    private static HeapSnapshot Open(string name) => HeapTargetOpener.Open(
        HeapTargetChooser.AtPath(LeakTargetDumps.Heap(name)), new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);
}
