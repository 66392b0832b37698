using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>Static fields of collectible types that each thread has of its own, in a host of plug-ins.</summary>
[NotQuick]
public sealed class PluginHostTests : IDisposable
{
    private readonly HeapSnapshot _snapshot = new DumpHeapReader(LeakTargetDumps.Heap("PluginHost"))
        .Read(new HeapReadOptions(GraphParts.All), null, TestContext.Current.CancellationToken);

    private ObjectGraph Graph => _snapshot.Graph;

    [Theory]
    [InlineData("HeldByThreadStatic", "PluginHost.Plugin._t", "first", "held", "left", "second")]
    [InlineData("HeldByOwnThreadStatic", "PluginHost.Plugin._own", "first", "held", "left", "second")]
    [InlineData("HeldByGeneric", "PluginHost.Slot<PluginHost.HeldByGeneric>.Value", "first", "held", "left", "second")]
    [InlineData("HeldByEarly", "PluginHost.Early._t", "first", "held", "left")]
    public void A_thread_static_field_of_a_collectible_type_is_on_the_arrow_with_its_thread(string held, string field, params string[] threads)
    {
        var labels = ObjectsOf(held).SelectMany(index => Graph.Referrers[index].ToArray().SelectMany(from => _snapshot.Details.LabelsOf(from, index)));
        Assert.Equal(
            threads.Select(thread => $"(thread static {field} (thread * \"{thread}\"))"),
            labels.Where(label => label.Kind == SlotKind.ThreadStatic).Select(label => System.Text.RegularExpressions.Regex.Replace(label.ToString(), @"\(thread \d+", "(thread *")).Order());
    }

    [Fact]
    public void A_thread_static_field_of_the_host_that_only_its_class_constructor_has_set_is_a_root_by_its_name() =>
        Assert.StartsWith("PluginHost.Settings._t (thread ", Assert.Single(Graph.RootsOf(Assert.Single(ObjectsOf("HeldBySettings")))).Name, StringComparison.Ordinal);

    [Fact]
    public void Each_context_is_alive_as_long_as_the_runtime_says_and_a_thread_static_of_its_own_does_not_keep_it()
    {
        var reachable = ReachableObjects.From(Graph, TestContext.Current.CancellationToken);
        Assert.Equal(3, ObjectsOf("LoaderAllocator").Count(reachable.Contains));
        Assert.All(
            Enumerable.Range(0, Graph.ObjectCount).Where(index => Graph.TypeOf(index).ShortName.StartsWith("HeldBy", StringComparison.Ordinal)),
            index => Assert.True(reachable.Contains(index), Graph.TypeOf(index).Name));
        Assert.DoesNotContain(Graph.Roots, root => root.Name?.StartsWith("PluginHost.Plugin.", StringComparison.Ordinal) == true && root.Kind == HeapRootKind.ThreadStatic);
    }

    [Fact]
    public void A_thread_static_field_of_the_host_that_holds_an_object_of_an_unloaded_context_is_its_root() =>
        Assert.Contains(ObjectsOf("Plugin").SelectMany(index => Graph.RootsOf(index)), root =>
            root.Kind == HeapRootKind.ThreadStatic && root.Name!.StartsWith("PluginHost.Host.Current (thread ", StringComparison.Ordinal) && root.Name.EndsWith("\"held\")", StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_left_out() => Assert.Empty(Graph.Coverage.Warnings);

    public void Dispose() => _snapshot.Dispose();

    private IEnumerable<int> ObjectsOf(string type) => Enumerable.Range(0, Graph.ObjectCount).Where(index => Graph.TypeOf(index).ShortName == type);
}
