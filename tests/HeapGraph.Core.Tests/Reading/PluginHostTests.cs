using System.Text.RegularExpressions;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Static fields of collectible types that each thread has of its own, in a host of plug-ins.</summary>
[NotQuick]
public sealed partial class PluginHostTests : IDisposable
{
    private readonly HeapSnapshot _snapshot = new DumpHeapReader(LeakTargetDumps.Heap("PluginHost"))
        .Read(new HeapReadOptions(GraphParts.All), null, TestContext.Current.CancellationToken);

    private ObjectGraph Graph => _snapshot.Graph;

    [Theory]
    [InlineData("HeldByThreadStatic", "PluginHost.Plugin._t", "first", "second")]
    [InlineData("HeldByOwnThreadStatic", "PluginHost.Plugin._own", "first", "second")]
    [InlineData("HeldByGeneric", "PluginHost.Slot<PluginHost.HeldByGeneric>.Value", "first", "second")]
    [InlineData("HeldByEarly", "PluginHost.Early._t", "first")]
    public void A_thread_static_field_of_a_collectible_type_is_a_root_by_its_name_and_thread(string held, string field, params string[] threads) =>
        Assert.Equal(threads.Select(thread => $"{field} (thread * \"{thread}\")"), ObjectsOf(held).SelectMany(index => Graph.RootsOf(index))
            .Select(root => (root.Kind, Name: WithoutNumbers(root.Name!))).Where(root => root.Kind == HeapRootKind.ThreadStatic).Select(root => root.Name).Order());

    [Theory]
    [InlineData("HeldByThreadStatic", "PluginHost.Plugin._t")]
    [InlineData("HeldByOwnThreadStatic", "PluginHost.Plugin._own")]
    [InlineData("HeldByGeneric", "PluginHost.Slot<PluginHost.HeldByGeneric>.Value")]
    [InlineData("HeldByEarly", "PluginHost.Early._t")]
    public void Once_the_context_was_told_to_unload_it_is_no_root_but_its_name_is_on_the_arrow(string held, string field)
    {
        var labels = ObjectsOf(held).SelectMany(index => Graph.Referrers[index].ToArray().SelectMany(from => _snapshot.Details.LabelsOf(from, index)));
        Assert.Equal(
            [$"(thread static {field} (thread * \"held\"))", $"(thread static {field} (thread * \"left\"))"],
            labels.Where(label => label.Kind == SlotKind.ThreadStatic).Select(label => WithoutNumbers(label.ToString())).Order());
    }

    [Fact]
    public void So_it_is_with_static_fields()
    {
        var names = ObjectsOf("HeldByStatic").SelectMany(index => Graph.RootsOf(index)).Where(root => root.Kind == HeapRootKind.Static).Select(root => root.Name);
        Assert.Equal("PluginHost.Plugin.Kept", Assert.Single(names));
        var labels = ObjectsOf("HeldByStatic").SelectMany(index => Graph.Referrers[index].ToArray().SelectMany(from => _snapshot.Details.LabelsOf(from, index)));
        Assert.Equal(2, labels.Count(label => label.ToString() == "(static PluginHost.Plugin.Kept)"));
    }

    [Fact]
    public void A_thread_static_field_of_the_host_that_only_its_class_constructor_has_set_is_a_root_by_its_name() =>
        Assert.StartsWith("PluginHost.Settings._t (thread ", Assert.Single(Graph.RootsOf(Assert.Single(ObjectsOf("HeldBySettings")))).Name, StringComparison.Ordinal);

    [Fact]
    public void A_thread_static_field_of_its_own_does_not_keep_a_context()
    {
        var reachable = ReachableObjects.From(Graph, TestContext.Current.CancellationToken);
        Assert.Equal(3, ObjectsOf("LoaderAllocator").Count(reachable.Contains));
        Assert.All(
            Enumerable.Range(0, Graph.ObjectCount).Where(index => Graph.TypeOf(index).ShortName.StartsWith("HeldBy", StringComparison.Ordinal)),
            index => Assert.True(reachable.Contains(index), Graph.TypeOf(index).Name));
    }

    [Fact]
    public void A_thread_static_field_of_the_host_that_holds_an_object_of_an_unloaded_context_is_its_root() =>
        Assert.Contains(ObjectsOf("Plugin").SelectMany(index => Graph.RootsOf(index)), root =>
            root.Kind == HeapRootKind.ThreadStatic && root.Name!.StartsWith("PluginHost.Host.Current (thread ", StringComparison.Ordinal) && root.Name.EndsWith("\"held\")", StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_left_out() => Assert.Empty(Graph.Coverage.Warnings);

    public void Dispose() => _snapshot.Dispose();

    private static string WithoutNumbers(string name) => ThreadNumber.Replace(name, "(thread *");

    [GeneratedRegex(@"\(thread \d+")]
    private static partial Regex ThreadNumber { get; }

    private IEnumerable<int> ObjectsOf(string type) => Enumerable.Range(0, Graph.ObjectCount).Where(index => Graph.TypeOf(index).ShortName == type);
}
