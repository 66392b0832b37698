using System.Text.Json;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Why the leaked objects of each target are alive.</summary>
[NotQuick, OnEachRuntime]
public sealed partial class ChainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("BigFatLeak", "MyBigFatObject", """
        static Shop.Catalog.Items
        └ Dictionary<int, MyBigFatObject>, 80 B, Count = 20000
          └ [0] = MyBigFatObject, 32 B
        Shop.Catalog.Items is filled in: Shop.Catalog.Add; taken out nowhere

        """)]
    [InlineData("EventLeak", "Subscriber", """
        static Publisher.Changed
        └ EventHandler, 64 B, Count = 1000
          └ [0] -> OnChanged = Subscriber, 24 B
        Publisher.Changed is filled in: Publisher.Subscribe; taken out nowhere

        """)]
    [InlineData("TimerLeak", "Poller", """
        static System.Threading.TimerQueue.Instances
        └ TimerQueue[], 40 B, Length = 2
          └ [0] = TimerQueue, 80 B
            └ ._longTimers = TimerQueueTimer, 96 B
              └ ._next = TimerQueueTimer, 96 B
                └ (197 more steps)
                  └ ._next = TimerQueueTimer, 96 B
                    └ ._timerCallback = TimerCallback, 64 B, Poller.Tick
                      └ -> Tick = Poller, 24 B

        """)]
    [InlineData("StaticListLeak", "LogEntry", """
        static Log.Entries
        └ List<LogEntry>, 32 B, Count = 3000
          └ [0] = LogEntry, 24 B
        Log.Entries is filled in: Log.Write; taken out nowhere

        """)]
    public void The_chain_to_the_first_leaked_object_reads_like_the_path_in_its_source(string target, string type, string expected)
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap(target), "--type", type, "--short");
        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', 3);
        Assert.Equal(LeakTargetDumps.Heap(target), lines[0]);

        // The runtime has a timer queue per processor, and puts a timer into that of the processor it was made on.
        Assert.Equal(QueueOfProcessor.Replace(RuntimeDifferences.OnChosen(expected), ""), QueueOfProcessor.Replace(Address.Replace(lines[2], ""), ""));
    }

    [Fact]
    public void Closed_windows_are_kept_in_all_the_ways_of_the_target_and_cutting_these_frees_them()
    {
        var dump = LeakTargetDumps.Heap("ManyAnchors");
        var run = CommandRun.Of("chain", dump, "--type", "MainWindow", "--anchors", "--format", "json");
        var anchors = JsonElement.Parse(run.Output).GetProperty("anchors");
        var ways = anchors.GetProperty("ways").EnumerateArray().ToArray();
        Assert.Equal((200, true, true), (anchors.GetProperty("objects").GetInt32(), anchors.GetProperty("isComplete").GetBoolean(), anchors.GetProperty("isFewest").GetBoolean()));
        Assert.Equal(
            [
                "Flow.Kept", "SharedMenu._opening", "System.Threading.ThreadLocal<System.Collections.Generic.List<MainWindow>>.LinkedSlot._value",
                "System.Threading.TimerQueueTimer._timerCallback", "Theme.Changed", "WindowManager._open",
            ],
            ways.Select(way => way.GetProperty("field").GetString()).Order(StringComparer.Ordinal));
        Assert.All(ways, way => Assert.Equal(0, way.GetProperty("alone").GetProperty("chosen").GetInt32()));
        Assert.Equal(200, anchors.GetProperty("together").GetProperty("chosen").GetInt32());
        Assert.Matches(@"\nThe fewest cuts that free all of them: these 6; then [\d,]+ objects go, [\d.]+ KB, all 200 among them\.\n",
            CommandRun.Of("chain", dump, "--type", "MainWindow", "--anchors").Output);
    }

    [Fact]
    public void The_ways_are_told_with_what_to_cut_and_go_on_with_that()
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("EventLeak"), "--type", "Subscriber", "--anchors", "--short");
        Assert.Matches(
            @"\n1,000 Subscriber objects are kept in one way alone\.\n"
            + @"1\. static field Publisher\.Changed: cut alone, [\d,]+ objects go, [\d.]+ KB, all 1,000 among them\.\n"
            + @"Publisher\.Changed is filled in: Publisher\.Subscribe; taken out nowhere\n$",
            run.Output);
        Assert.Equal($"heapgraph what-if {LeakTargetDumps.Heap("EventLeak")} --cut Publisher.Changed", run.Next);
    }

    [Theory]
    [InlineData("--paths", "2")]
    [InlineData("--limit", "3")]
    [InlineData("--max-depth", "9")]
    [InlineData("--from", "Order")]
    public void What_chooses_among_chains_does_not_go_with_all_ways(string option, string value)
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("EventLeak"), "--type", "Subscriber", "--anchors", option, value);
        Assert.Equal((2, $"--anchors looks at all chosen objects and all ways to them, so {option} says nothing.\nLeave out {option}, or --anchors.\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Async_calls_that_the_runtime_of_NET_11_suspends_itself_are_named_by_their_methods()
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("RuntimeAsync"), "--type", "Order", "--short");
        Assert.Equal("""
            static Downloads.Answer
            └ TaskCompletionSource<int>, 24 B
              └ .Task = Task<int>, 72 B, WaitingForActivation
                └ .m_continuationObject = List<object>, 32 B, Count = 600
                  └ [0] = RuntimeAsyncTaskContinuation, 72 B
                    └ .Next = Continuation_32_0_2_24_1, 72 B, Downloads.Fetch
                      └ .Next = Continuation_32_0_2_24_1, 72 B, Orders.Load
                        └ Orders.Load: variable at +56 = Order, 24 B

            """, Address.Replace(run.Output.Split('\n', 3)[2], ""));
        Assert.Contains("Orders.Load: WaitingForActivation", CommandRun.Of(
            "objects", LeakTargetDumps.Heap("RuntimeAsync"), "--type", "*RuntimeAsyncTask<int>", "--limit", "1").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_in_JSON_names_the_slot_that_leads_to_each_object()
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "--format", "json");
        var result = JsonElement.Parse(run.Output);
        Assert.Equal("heapgraph.chain/1", result.GetProperty("schema").GetString());
        Assert.Equal(20_000, result.GetProperty("chosenObjects").GetInt32());
        var chain = Assert.Single(result.GetProperty("chains").EnumerateArray());
        Assert.Equal(("static", "Shop.Catalog.Items"), (chain.GetProperty("root").GetProperty("kind").GetString(), chain.GetProperty("root").GetProperty("name").GetString()));
        Assert.Equal(
            [("System.Collections.Generic.Dictionary<int, MyBigFatObject>", null, 0), ("MyBigFatObject", "[0]", 1)],
            chain.GetProperty("steps").EnumerateArray().Select(step => (
                step.GetProperty("type").GetString(), step.GetProperty("via").GetString(), step.TryGetProperty("through", out var through) ? through.GetInt32() : 0)));
    }

    [Fact]
    public void Between_two_sets_the_shortest_chain_begins_at_an_object_of_the_first()
    {
        string[] between = ["chain", LeakTargetDumps.Heap("BigFatLeak"), "--from", "Dictionary<int, MyBigFatObject>", "--to", "byte[]", "--short"];
        var run = CommandRun.Of(between);
        Assert.Equal("""
            Dictionary<int, MyBigFatObject>, 80 B, Count = 20000
            └ [0] = MyBigFatObject, 32 B
              └ .Payload = byte[], 124 B, Length = 100

            """, Address.Replace(run.Output.Split('\n', 3)[2], ""));
        var chain = Assert.Single(JsonElement.Parse(CommandRun.Of([.. between, "--format", "json"]).Output).GetProperty("chains").EnumerateArray());
        Assert.Equal(("object", "System.Collections.Generic.Dictionary<int, MyBigFatObject>"), (chain.GetProperty("root").GetProperty("kind").GetString(), chain.GetProperty("root").GetProperty("name").GetString()));
        Assert.Equal(["MyBigFatObject", "byte[]"], chain.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("type").GetString()));
        var address = "0x" + chain.GetProperty("root").GetProperty("address").GetString();
        Assert.Equal(run.Output, CommandRun.Of("chain", LeakTargetDumps.Heap("BigFatLeak"), "--from", address, "--to", "byte[]", "--short").Output);
    }

    [Theory]
    [InlineData("no chain leads to it from any of the ", "--from", "byte[]")]
    [InlineData("no chain of at most 2 references leads to it from a GC root", "--max-depth", "2")]
    [InlineData("reached only through what is left out", "--ignore", "Dictionary<int, MyBigFatObject>")]
    public void No_chain_between_them_is_an_answer(string answer, params string[] options)
    {
        var run = CommandRun.Of(["chain", LeakTargetDumps.Heap("BigFatLeak"), "--to", "MyBigFatObject", .. options]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(answer, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_chains_begin_at_must_exist()
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("BigFatLeak"), "--from", "Catalogue", "--to", "MyBigFatObject");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("No type matches 'Catalogue'.", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, CommandRun.Of("chain", LeakTargetDumps.Heap("BigFatLeak"), "--from", "0x1", "--to", "MyBigFatObject").ExitCode);
    }

    [Theory]
    [InlineData("HeldByStatic", "static KnownShape.Roots.Static")]
    [InlineData("HeldByGenericStatic", "static KnownShape.Generic<int>.Value")]
    [InlineData("HeldByThreadStatic", "thread static KnownShape.Roots.PerThread (thread 1)")]
    [InlineData("HeldByStack", "stack Program.")]
    [InlineData("HeldByStrongHandle", "strong handle ")]
    [InlineData("HeldByPinnedHandle", "pinned handle ")]
    public void Every_kind_of_root_is_named(string type, string root)
    {
        // Locals of Main may hold any of them too, so it is the best root that counts, or the handle among several.
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("KnownShape"), "--type", type, "--short", "--paths", "9");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"\n{RuntimeDifferences.OnChosen(root)}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Further_chains_are_different_ones_and_what_can_not_be_found_is_said()
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "--short", "--paths", "3");
        Assert.Contains("Only 1 of the 3 chains asked for was found to MyBigFatObject", run.Output, StringComparison.Ordinal);

        var timers = JsonElement.Parse(CommandRun.Of("chain", LeakTargetDumps.Heap("TimerLeak"), "--type", "Poller", "--paths", "2", "--format", "json").Output).GetProperty("chains");
        Assert.Equal(2, timers.GetArrayLength());
        Assert.Equal(0, timers[0].GetProperty("sharedObjects").GetInt32());
        Assert.NotEqual(timers[0].GetRawText(), timers[1].GetRawText());
    }

    [Fact]
    public void What_no_root_reaches_says_so_with_what_refers_to_it_all_the_same()
    {
        var dump = LeakTargetDumps.Heap("KnownShape");
        var run = CommandRun.Of("chain", dump, "--type", "HeldByWeakHandle", "--all", "--short");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("24 B: no GC root reaches it: it is garbage\n└ (nothing refers to it)\n", run.Output, StringComparison.Ordinal);

        var none = CommandRun.Of("chain", dump, "--type", "HeldByWeakHandle", "--short");
        Assert.Equal((0, run.Output), (none.ExitCode, none.Output));
        Assert.StartsWith("No reachable object matches. 1 unreachable one does: it is garbage.", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_left_out_ends_every_way_through_it()
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "--exclude", "Dictionary<int, MyBigFatObject>", "--short");
        Assert.Contains(": reached only through what is left out (--exclude, --filter, --ignore)\n└ [0] of Dictionary", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_shows_the_chain_with_the_counts_that_were_asked_for()
    {
        var (dotFile, svgFile) = (_folder.At("chain.dot"), _folder.At("chain.svg"));
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("TimerLeak"), "--type", "Poller", "--short", "--refcounts", "--highlight", "TimerQueue", "-o", dotFile);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains($"Wrote {dotFile}: ", run.Error, StringComparison.Ordinal);
        var dot = File.ReadAllText(dotFile);
        Assert.Contains("197 more steps", dot, StringComparison.Ordinal);
        Assert.Matches(@"label=<<font [^>]+><b>retains [\d.]+ [KM]?B[^<]*</b></font><br/>TimerQueue \[\d+\]<br/>.*fillcolor=""#dbe8ff""", dot);
        Assert.Equal(0, CommandRun.Of("chain", LeakTargetDumps.Heap("EventLeak"), "--type", "Subscriber", "-o", svgFile).ExitCode);
        Assert.Contains("OnChanged", File.ReadAllText(svgFile), StringComparison.Ordinal);
        Assert.DoesNotContain("_invocationList", File.ReadAllText(svgFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BigFatLeak", "MyBigFatObject", "._entries = Dictionary<int, MyBigFatObject>.Entry[]")]
    [InlineData("EventLeak", "Subscriber", "._invocationList = object[]")]
    [InlineData("StaticListLeak", "LogEntry", "._items = LogEntry[]")]
    public void Raw_shows_the_inner_nodes_of_collections(string target, string type, string expected)
    {
        var (field, inner) = RuntimeDifferences.OnChosen(expected).Split(" = ") is [var left, var right] ? (left, right) : default;
        foreach (var command in (string[])["chain", "backrefs"])
        {
            var raw = CommandRun.Of(command, LeakTargetDumps.Heap(target), "--type", type, "--short", "--raw", "--max-depth", "9").Output;
            Assert.Contains($" {inner} ", raw, StringComparison.Ordinal);
            Assert.Contains(field, raw, StringComparison.Ordinal);
            Assert.DoesNotContain($" {inner} ", CommandRun.Of(command, LeakTargetDumps.Heap(target), "--type", type, "--short", "--max-depth", "9").Output, StringComparison.Ordinal);
        }

        var asked = CommandRun.Of("chain", LeakTargetDumps.Heap(target), "--type", inner, "--short", "--limit", "9").Output;
        Assert.Contains($"{field} = {inner} ", asked, StringComparison.Ordinal);
    }

    [GeneratedRegex(@" [0-9a-f]{8,16}(?=, )")]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"(?<=TimerQueue\[\]), \d+ B, Length = \d+|\[\d+\](?= = TimerQueue, )|\d+(?= more steps)")]
    private static partial Regex QueueOfProcessor { get; }
}
