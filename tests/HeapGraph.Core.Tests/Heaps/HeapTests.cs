using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using QuikGraph.Algorithms;
using Xunit;

namespace HeapGraph.Core.Tests.Heaps;

/// <summary>A leak hunt by library, from the first question to the picture.</summary>
[NotQuick]
public sealed class HeapTests(WalkthroughHeaps heaps) : IClassFixture<WalkthroughHeaps>
{
    private readonly Heap _before = heaps.Before;
    private readonly Heap _after = heaps.After;

    [Fact]
    public void Types_are_counted_with_garbage_or_without()
    {
        Assert.Equal(2_000, _before.Count("MyBigFatObject"));
        Assert.Equal(3_000, _before.Count("MyBigFatObject", ObjectScope.All));
        Assert.Equal(1_000, _before.Count("MyBigFatObject", ObjectScope.Unreachable));
        Assert.Equal(0, _before.Count("NoSuchType"));
        Assert.Equal(_before.Count("*"), _before.TypeStats().Table.TotalObjects);
        var common = _before.MostCommonTypes(limit: 3);
        Assert.Equal(3, common.Count);
        Assert.Equal(common.OrderByDescending(row => row.Objects), common);
        Assert.Contains(common, row => row.Type.Name == "MyBigFatObject");
        Assert.All(_before.MostCommonTypes(limit: 3, TypeSort.Retained), row => Assert.True(row.RetainedBytes >= row.Bytes));
    }

    [Fact]
    public void All_objects_are_the_same_whether_counted_alone_or_after_the_graph_was_read()
    {
        var alone = _before.TypeStats(ObjectScope.All).ToList();
        using var whole = Heap.Open(_before.Target);
        Assert.NotEmpty(whole.Roots);
        Assert.Equal(alone, whole.TypeStats(ObjectScope.All));
    }

    [Fact]
    public void Growth_names_what_a_step_left_behind()
    {
        var row = Assert.Single(_after.Growth(since: _before, limit: 0), row => row.Type?.Name == "MyBigFatObject");
        Assert.Equal([2_000, 4_000], row.Objects);
        Assert.Equal(2_000, row.ObjectsDelta);
        Assert.Single(_after.Growth(_before, limit: 1));
        Assert.DoesNotContain(_before.Growth([_before, _after], peak: true, limit: 0), row => row.Type?.Name == "MyBigFatObject");
        Assert.Throws<ArgumentException>(() => _after.Growth([]));
    }

    [Fact]
    public void Objects_are_found_by_type_and_by_address_with_what_is_around_them()
    {
        var lists = _before.ObjectsOf("List<object>");
        var x = Assert.Single(lists, list => list.Referrers.Count == 3);
        Assert.Equal(("Count = 1", true), (x.Value, x.IsReachable));
        Assert.Equal(["int"], x.References.Single().References.Select(item => item.Type.ShortName));
        Assert.Equal(["static Walkthrough.Y"], lists.SelectMany(list => list.Roots).Where(root => root.IsNamedStatic).Select(root => $"static {root.Name}"));
        Assert.Equal(x, _before.ObjectAt(x.Address));
        Assert.Equal(x, Assert.Single(_before.ObjectsAt([x.Address, x.Address + 8])));
        Assert.Null(_before.ObjectAt(x.Address + 8));
        Assert.NotEqual(x, _after.ObjectAt(x.Address));
        Assert.Empty(_before.ObjectsOf("NoSuchType"));
        Assert.Equal(1_000, _before.UnreachableObjects().Count(found => found.Type.Name == "MyBigFatObject" && !found.IsReachable));
        Assert.Equal(lists.Sum(list => list.Bytes), lists.Bytes);
        Assert.Contains("1 of 2,000 objects shown", _before.ObjectsOf("MyBigFatObject").Shown(ObjectSort.Bytes, limit: 1).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_ignored_holds_nothing_for_the_question_what_else_would_go()
    {
        var all = Assert.Single(_before.WhatIf(["Walkthrough.*"], limit: 0).Report.Cuts);
        using var heap = Heap.Open(_before.Target, new HeapOptions { IgnoredReferences = ["Walkthrough.Y"] });
        var left = Assert.Single(heap.WhatIf(["Walkthrough.*"], limit: 0).Report.Cuts);
        Assert.Equal(all.References - 1, left.References);
        Assert.Throws<UnknownNameException>(() => heap.WhatIf(["No.Such"]));
    }

    [Fact]
    public void An_ignored_field_that_does_not_exist_is_told_each_time()
    {
        using var heap = Heap.Open(_before.Target, new HeapOptions { IgnoredReferences = ["Walkthrough.Z"] });
        Assert.Contains("Walkthrough.Y", Assert.Throws<UnknownNameException>(() => heap.Roots).Nearest);
        Assert.Throws<UnknownNameException>(() => heap.Roots);
    }

    [Fact]
    public void What_refers_to_shown_objects_is_written_after_the_heap_was_closed()
    {
        HeapObjectViews shown;
        using (var heap = Heap.Open(_before.Target))
        {
            shown = heap.Show(heap.ObjectsOf("MyBigFatObject").Take(1));
        }

        using var output = new StringWriter();
        shown.Write(output, OutputFormat.Mermaid);
        Assert.Contains("MyBigFatObject", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_seed_s_picture_has_x_below_three_parts_of_y()
    {
        var x = _before.ObjectsOf("List<object>").Single(list => list.Referrers.Count == 3);
        var picture = _before.BackReferences([x]);
        var graph = picture.ToQuikGraph();
        var target = graph.Vertices.OfType<ObjectNode>().Single(node => node.Role == ObjectRole.Target);
        Assert.Equal(["[\"a\"]", "[0]", "[0]"], graph.InEdges(target).Select(edge => edge.Label).Order(StringComparer.Ordinal));
        Assert.Empty(graph.OutEdges(target));
        Assert.True(graph.IsDirectedAcyclicGraph());
        Assert.Contains(picture.Nodes, node => node is RootNode { Root.Name: "Walkthrough.Y" });
        Assert.Contains("fontcolor=\"#c00000\"", picture.ToDot().Split('\n').Single(line => line.StartsWith("  n0 [label=", StringComparison.Ordinal)), StringComparison.Ordinal);
        var svg = picture.ToSvg();
        Assert.StartsWith("<svg", svg, StringComparison.Ordinal);
        Assert.Equal(3, svg.Split("[0]</text>").Length - 1 + svg.Split("[&quot;a&quot;]</text>").Length - 1);
    }

    [Fact]
    public void Pictures_leave_out_and_highlight_what_they_are_told_to()
    {
        var fat = _before.ObjectsOf("MyBigFatObject").Take(1);
        Assert.Equal([1, 2, 4], Enumerable.Range(0, 3).Select(depth => _before.BackReferences(fat, depth).Nodes.Count));
        Assert.Single(_before.BackReferences(fat, options: new() { Exclude = ["*.Entry[]"] }).Nodes);
        Assert.Contains(_before.BackReferences(fat, options: new() { Highlight = ["*Dictionary<*"] }).Nodes, node => node is ObjectNode { IsHighlighted: true });
        Assert.Contains(_before.References(_before.ObjectsOf("Dictionary<string, MyBigFatObject>[]"), options: new() { TooMany = 2 }).Nodes, node => node is MoreNode { HiddenCount: > 0 });
        var chains = _before.Chain(fat, paths: 2, new() { ShortNames = true });
        Assert.Equal(["Walkthrough.Cache"], chains.Chains.Select(chain => chain.Root.Name));
        Assert.Contains("Only 1 of the 2 chains asked for was found", chains.ToDot(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _after.BackReferences(fat));
        Assert.ThrowsAny<ArgumentException>(() => _before.BackReferences(fat, options: new() { Exclude = ["/(/"] }));
    }

    [Fact]
    public void Pictures_tell_and_leave_out_what_functions_say()
    {
        var x = _before.ObjectsOf("List<object>").Where(list => list.Referrers.Count == 3);
        var told = _before.BackReferences(x, options: new()
        {
            Filter = found => found.Type.ShortName != "Dictionary<string, object>",
            ExtraInfo = found => $"retains {found.RetainedBytes} B in {found.Generation}",
            ExtraNodeAttributes = found => found.IsReachable ? new Dictionary<string, string> { ["color"] = "orange" } : null,
            UrlTemplate = "https://wiki/{type}",
            Theme = PictureTheme.Dark,
        });
        var box = told.ToDot().Split('\n').Single(line => line.StartsWith("  n0 [label=", StringComparison.Ordinal));
        Assert.Contains($"retains {x.Single().RetainedBytes} B in ", box, StringComparison.Ordinal);
        Assert.EndsWith(", \"color\"=\"orange\"];", box, StringComparison.Ordinal);
        Assert.Contains("https://wiki/System.Collections", box, StringComparison.Ordinal);
        Assert.Contains("bgcolor=\"#14161a\"", told.ToDot(), StringComparison.Ordinal);
        Assert.Contains(", retains ", told.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"extraInfo\": \"retains ", told.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain(told.Nodes, node => node.TypeIfAny?.ShortName == "Dictionary<string, object>");
        Assert.Single(_before.BackReferences(x, options: new() { Ignore = x.Single().Referrers }).Nodes);
    }

    [Fact]
    public void Chains_lead_between_any_two_objects()
    {
        var fat = _before.ObjectsOf("MyBigFatObject")[0];
        var list = _before.ObjectsOf("List<Dictionary<string, MyBigFatObject>>")[0];
        var chain = Assert.Single(_before.Chain([fat], from: [list, fat]).Chains);
        Assert.Equal(list.Address, chain.From!.Address);
        Assert.Equal(["[0]", "[\"foo\"]"], chain.Steps.Select(step => step.Via[0].ToString()));
        Assert.Empty(_before.Chain([fat], from: [list], maxDepth: 1).Chains);
        Assert.Empty(_before.Chain([fat], from: [list], options: new() { Exclude = ["Dictionary<*"] }).Chains);
        Assert.Contains("no chain of at most 1 reference leads to it", _before.Chain([fat], from: [list], maxDepth: 1).ToString(), StringComparison.Ordinal);
        Assert.Contains("from here", _before.Chain([fat], from: [list]).ToDot(), StringComparison.Ordinal);

        Assert.Equal(chain.Steps[^1].Address, _before.FindReferenceChain(list, found => found.Type.Name == "MyBigFatObject")!.Chains[0].Steps[^1].Address);
        Assert.Equal(list.Address, _before.FindBackReferenceChain(fat, found => found.Type == list.Type)!.Chains[0].From!.Address);
        Assert.Null(_before.FindBackReferenceChain(fat, found => found.Type == list.Type, maxDepth: 3));
        Assert.Null(_before.FindReferenceChain(fat, _ => true));
    }

    [Fact]
    public void New_objects_are_counted_and_one_object_is_shown_with_all_there_is()
    {
        var fat = Assert.Single(_after.NewObjects(since: _before, limit: 0), row => row.Type.Name == "MyBigFatObject");
        Assert.Equal((2_000, 4_000, 2_000, 2_000), (fat.Old, fat.Current, fat.New, fat.Delta));
        Assert.Equal(fat, _after.NewObjects(_before, limit: 1, GrowthSort.Current)[0]);
        Assert.Throws<ArgumentException>(() => _after.NewObjects(_before, sort: GrowthSort.Bytes));

        var cache = _before.ObjectsOf("List<Dictionary<string, MyBigFatObject>>");
        var view = Assert.Single(_before.Show(cache, withRetained: true));
        Assert.Equal((cache[0].RetainedBytes, "Walkthrough.Cache", cache[0].Generation), (view.RetainedBytes, view.Chain?.Root.Name, view.Generation));
        Assert.Contains("_size", _before.Show(cache).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Retained_sizes_are_those_of_the_dominator_tree()
    {
        var table = _before.Dominators(DominatorRowKind.Type, limit: 0).Table;
        var cache = _before.Roots.Single(root => root.Name == "Walkthrough.Cache");
        var holder = Assert.Single(_before.ObjectsOf("List<*MyBigFatObject*>"), list => list.Roots.Contains(cache));
        Assert.Equal(holder.RetainedBytes, _before.RetainedBy([holder]).Bytes);
        Assert.True(holder.RetainedBytes > 1_000 * 200 && holder.RetainedBytes < table.TotalBytes);
        Assert.All(_before.Dominators(under: holder).Table.Rows, row => Assert.True(row.RetainedBytes < holder.RetainedBytes));
    }

    [Fact]
    public void Triage_names_the_static_list_by_the_same_id_in_both_dumps()
    {
        var (first, then) = (_before.Triage().Findings[0], _after.Triage().Findings[0]);
        Assert.Contains("Walkthrough.Cache", first.Title, StringComparison.Ordinal);
        Assert.Equal((first.Id, first.Rule), (then.Id, then.Rule));
    }

    [Fact]
    public void Results_outlive_their_heap_and_questions_do_not()
    {
        var heap = Heap.Open(_before.Target);
        var x = heap.ObjectsOf("List<object>")[0];
        var picture = heap.BackReferences([x]);
        var text = picture.ToString();
        heap.Dispose();
        Assert.Equal(text, picture.ToString());
        Assert.Null(x.Value);
        Assert.Contains($"{x.Address:x}", x.ToString(), StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => heap.Count("string"));
        Assert.Throws<ObjectDisposedException>(() => heap.BackReferences([x]));
    }

    [Fact]
    public void Closing_waits_for_a_question_that_reads_the_dump()
    {
        var heap = Heap.Open(_before.Target);
        var (isAnswered, closedTooEarly) = (false, false);
        var closing = new Thread(() =>
        {
            heap.Dispose();
            closedTooEarly = !Volatile.Read(ref isAnswered);
        });
        heap.Reading.WhileOpen(_ =>
        {
            closing.Start();

            // It comes to its end, or to where it waits.
            Assert.True(SpinWait.SpinUntil(() => (closing.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0, TimeSpan.FromMinutes(1)));
            Volatile.Write(ref isAnswered, true);
            return true;
        });
        closing.Join();
        Assert.False(closedTooEarly);
        Assert.Throws<ObjectDisposedException>(() => heap.Triage());
    }

    [Fact]
    public void Many_threads_may_ask_at_once()
    {
        var counts = new long[8];
        Parallel.For(0, counts.Length, index => counts[index] = index % 2 == 0
            ? _before.Count("MyBigFatObject")
            : _before.ObjectsOf("MyBigFatObject").Count(found => found.Referrers.Count == 1));
        Assert.All(counts, count => Assert.Equal(2_000, count));
    }

    [Fact]
    public void A_live_process_is_read_as_it_was_and_runs_on()
    {
        using var target = LeakTarget.Start("Walkthrough");
        using var before = Heap.OfProcess(target.Id);
        target.Send("grow", "grown");
        Assert.Equal(2_000, before.Count("MyBigFatObject"));
        using var after = Heap.OfProcess(target.Id);
        Assert.Equal(2_000, Assert.Single(after.Growth(before, limit: 0), row => row.Type?.Name == "MyBigFatObject").ObjectsDelta);
        Assert.True(target.IsRunning);
        Assert.Throws<ArgumentException>(() => Heap.OfProcess(Environment.ProcessId));
    }

    [Fact]
    public void What_can_t_be_read_is_said_when_it_is_opened()
    {
        Assert.Throws<HeapTargetNotFoundException>(() => Heap.Open("no such.dmp"));
        Assert.Throws<HeapReadException>(() => Heap.Open(Path.Combine(Repository.Root, "README.md")));
        using var mini = Heap.Open(LeakTargetDumps.Mini("BigFatLeak"));
        Assert.Contains("mini dump", Assert.Throws<HeapReadException>(() => mini.Count("string")).Message, StringComparison.Ordinal);
    }
}
