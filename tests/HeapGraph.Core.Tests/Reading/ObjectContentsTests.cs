using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Core.Tests.Reading;

/// <summary>What stands in objects and between them, against ClrMD.</summary>
[NotQuick, OnEachRuntime]
public sealed class ObjectContentsTests
{
    [Theory]
    [InlineData("DuplicateLeak")]
    [InlineData("ArrowKinds")]
    public void Equal_contents_are_those_that_ClrMD_reads(string target)
    {
        var path = LeakTargetDumps.Heap(target);
        using var snapshot = Read(path);
        using var search = snapshot.Contents!.CompareContents(null, TestContext.Current.CancellationToken);
        var equal = search.Among(null);
        var found = Enumerable.Range(0, equal.Count).Select(group => string.Join(' ', equal[group].ToArray().Select(index => $"{snapshot.Graph.AddressOf(index):x}"))).Order(StringComparer.Ordinal);
        using var oracle = OpenedDump.Open(path, null);
        var expected = oracle.Runtime.Heap.EnumerateObjects()
            .Select(source => (source.Address, Content: ContentOf(source)))
            .Where(source => source.Content is not null)
            .GroupBy(source => source.Content!).Where(same => same.Count() > 1)
            .Select(same => string.Join(' ', same.Select(source => source.Address).Order().Select(address => $"{address:x}")))
            .Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Contents_are_compared_among_those_that_count_before_and_those_that_count_in_the_end()
    {
        using var snapshot = Read(LeakTargetDumps.Heap("DuplicateLeak"));
        var all = GroupsOf(null, null).Select(same => same.Where(index => index % 3 != 0 && index % 2 == 0).ToArray()).Where(same => same.Length > 1).ToArray();
        Assert.NotEmpty(all);
        Assert.Equal(all.OrderBy(same => same[0]), GroupsOf(index => index % 3 != 0, index => index % 2 == 0).OrderBy(same => same[0]));

        IEnumerable<int[]> GroupsOf(Func<int, bool>? before, Func<int, bool>? inTheEnd)
        {
            using var search = snapshot.Contents!.CompareContents(before, TestContext.Current.CancellationToken);
            var equal = search.Among(inTheEnd);
            return [.. Enumerable.Range(0, equal.Count).Select(group => equal[group].ToArray())];
        }
    }

    [Fact]
    public void Free_blocks_add_up_by_generation_as_ClrMD_sees_them()
    {
        var path = LeakTargetDumps.Heap("DuplicateLeak");
        using var snapshot = Read(path);
        using var oracle = OpenedDump.Open(path, null);
        var expected = oracle.Runtime.Heap.EnumerateObjects().Where(source => source.IsFree)
            .GroupBy(source => $"{oracle.Runtime.Heap.GetSegmentByAddress(source.Address)!.Kind}")
            .ToDictionary(free => free.Key, free => (free.Count(), (long)free.Max(block => block.Size)));
        var found = snapshot.Graph.Coverage.Spaces.Where(space => space.FreeBlocks > 0).ToDictionary(
            space => $"{space.Generation}".Replace("Gen", "Generation", StringComparison.Ordinal), space => ((int)space.FreeBlocks, space.LargestFreeBytes));
        Assert.Equal(expected["Large"], found["Large"]);
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        Assert.Equal(snapshot.Graph.Coverage.FreeBytes, snapshot.Graph.Coverage.Spaces.Sum(space => space.FreeBytes));
        Assert.Equal(snapshot.Graph.Coverage.BytesTotal, snapshot.Graph.Coverage.Spaces.Sum(space => space.Bytes));
    }

    [Fact]
    public void Flags_and_lost_targets_are_read_from_fields()
    {
        using var snapshot = Read(LeakTargetDumps.Pair("ManyLeaks").Before);
        var (graph, contents) = (snapshot.Graph, snapshot.Contents!);
        var views = graph.Every("Shop.View");
        var flag = contents.FieldOf(views[0], ["missing", "_image", "_disposed"]);
        Assert.Equal(("_disposed", 1), (flag!.Value.Name, flag.Value.Bytes));
        Assert.All(views, view => Assert.Equal(1, contents.NumberIn(view, flag.Value)));
        Assert.All(graph.Every("System.WeakReference<Shop.Listener>"), weak => Assert.False(contents.HasTarget(weak)));
        Assert.Equal(["System.Net.Http.HttpMessageInvoker", "object"], contents.BaseTypesOf(graph.Every("System.Net.Http.HttpClient")[0]));
        Assert.Equal(400, contents.DependentHandles.Count(handle => graph.TypeOf(handle.Value).Name == "Shop.Tag"));
    }

    private static HeapSnapshot Read(string path) =>
        new DumpHeapReader(path).Read(new HeapReadOptions(GraphParts.Reachability), null, TestContext.Current.CancellationToken);

    private static string? ContentOf(ClrObject source)
    {
        if (source.Type is { IsString: true })
        {
            return source.AsString(int.MaxValue) is { Length: > 0 } text ? $"text {text}" : null;
        }

        return source.Type?.Name == "System.Byte[]" && source.AsArray().Length > 0 && source.AsArray().ReadValues<byte>(0, source.AsArray().Length) is { } bytes && bytes.AsSpan().ContainsAnyExcept((byte)0)
            ? $"bytes {Convert.ToHexString(bytes)}" : null;
    }
}
