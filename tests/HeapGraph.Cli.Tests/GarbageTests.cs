using System.Text.Json;
using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What nothing keeps alive, as a user meets it: where it lies, what it hangs on, when it goes.</summary>
[NotQuick]
public sealed partial class GarbageTests
{
    private const string Owner = "It hangs on the dead Connection[] 7, with which 5,149 objects go, 13 MB.";
    private static readonly string Dump = LeakTargetDumps.Heap("Garbage");

    [Fact]
    public void A_chain_to_garbage_says_when_it_goes_on_what_it_hangs_and_how_much_of_it_there_is()
    {
        var run = CommandRun.Of("chain", Dump, "--type", "RawResult[]", "--short");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("No reachable object matches. 5,100 unreachable ones do: they are garbage.\n5,100 objects match; shown: 1", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            $"""
            RawResult[] 7, 152 B, Length = 8: no GC root reaches it: it is garbage
            └ [0] of RawResult[][] 7, 4 KB, Length = 512
            It lies in gen2: the next full collection frees it. {Owner} All garbage of its type: 5,100 objects, 12.9 MB.
            Garbage: 5,100 RawResult[], 12.9 MB; 12.2 MB in loh, 742.2 KB in gen2. The next full collection frees them.
            They hang on the dead Connection[] 7 (13 MB): 5,149 objects go with that, 13 MB.

            """,
            Addresses.Replace(run.Output.Split('\n', 3)[2], "7"));
    }

    [Fact]
    public void Its_json_has_the_same()
    {
        var run = Json("chain", "--type", "RawResult[]", "--limit", "2");
        var all = run.GetProperty("garbage");
        Assert.Equal((5_100, 0), (all.GetProperty("objects").GetInt32(), all.GetProperty("topmost").GetInt32()));
        Assert.Equal([("gen2", 5_000), ("loh", 100)], all.GetProperty("generations").EnumerateArray().Select(part => (part.GetProperty("generation").GetString(), part.GetProperty("objects").GetInt32())));
        var owner = Assert.Single(all.GetProperty("owners").EnumerateArray());
        Assert.Equal(("Shop.Connection[]", 1, 5_100), (owner.GetProperty("type").GetString(), owner.GetProperty("owners").GetInt32(), owner.GetProperty("chosen").GetInt32()));
        Assert.All(run.GetProperty("withoutChain").EnumerateArray(), found => Assert.Equal(1, found.GetProperty("garbage").GetProperty("objects").GetInt32()));
    }

    [Fact]
    public void Anchors_of_garbage_and_one_object_alone_say_it_too()
    {
        var ring = CommandRun.Of("chain", Dump, "--type", "Panel", "--anchors", "--short");
        Assert.Matches(@"\nGarbage: 10 Panel, 240 B; all in gen2\. The next full collection frees them\.\nThey hang on the dead Form [0-9a-f]+ \(368 B\): 12 objects go with that, 368 B\.\n", ring.Output);
        var form = CommandRun.Of("chain", Dump, "--type", "Form", "--short");
        Assert.EndsWith("\nIt lies in gen2: the next full collection frees it. It hangs on no other object alone; with it 12 objects go, 368 B.\n", form.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_refers_to_it_and_all_of_it_are_shown_without_asking_for_garbage()
    {
        var show = CommandRun.Of("show", Dump, "--type", "Reader", "--short");
        Assert.StartsWith("No reachable object matches. 12 unreachable ones do: they are garbage.", show.Error, StringComparison.Ordinal);
        Assert.Contains($"\n  No GC root reaches it.\n  It lies in gen2: the next full collection frees it. {Owner} All garbage of its type: 12 objects, 288 B.\n", Addresses.Replace(show.Output, "7"), StringComparison.Ordinal);
        var backrefs = CommandRun.Of("backrefs", Dump, "--type", "Reader", "--short");
        Assert.Contains($"7 is not reachable.\nIt lies in gen2: the next full collection frees it. {Owner}", Addresses.Replace(backrefs.Error, "7"), StringComparison.Ordinal);
        Assert.Matches(@"\nReader [0-9a-f]+, 24 B\n└── \.Reader of Connection [0-9a-f]+, 24 B\n    └── \[0\] of Connection\[\] [0-9a-f]+", backrefs.Output);
    }

    [Fact]
    public void Lists_of_it_and_the_tree_without_it_name_what_it_hangs_on()
    {
        Assert.Contains(
            "\nThey hang on the dead Shop.Form 7 (368 B): 12 objects go with that, 368 B.\n",
            Addresses.Replace(CommandRun.Of("objects", Dump, "--unreachable", "--type", "Panel").Output, "7"), StringComparison.Ordinal);
        Assert.Matches(
            @"\nNot in the tree: [\d,]+ unreachable objects, 13 MB, of which RawResult\[\] 12\.9 MB\nThey hang on the dead Connection\[\] 7 \(13 MB\) and dead objects of \d+ more types: [\d,]+ objects go with these, 13 MB\.\n",
            Addresses.Replace(CommandRun.Of("dominators", Dump).Output, "7"));
    }

    [Fact]
    public void Triage_says_that_it_is_garbage_and_suspects_nothing()
    {
        var run = CommandRun.Of("triage", Dump);
        Assert.Contains("; no leak suspects\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(
            @"\nGarbage, not a leak: 13 MB, mostly RawResult\[\] \(12\.9 MB\); 12\.2 MB in loh, 79\d[.\d]* KB in gen2\. The next full collection frees it\. They hang on the dead Connection\[\] 7 \(13 MB\)",
            Addresses.Replace(run.Output, "7"));
        Assert.Equal("Shop.RawResult[]", Json("triage").GetProperty("garbage").GetProperty("types")[0].GetProperty("type").GetString());
        Assert.DoesNotContain("Garbage, not a leak", CommandRun.Of("triage", LeakTargetDumps.Heap("BigFatLeak")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_ready_for_finalization_that_is_held_has_the_chain_from_its_holder_first()
    {
        var run = CommandRun.Of("chain", LeakTargetDumps.Heap("FinalizerLeak"), "--type", "Ticket", "--short", "--paths", "2");
        Assert.Matches(@"\nstatic Desk\.Found\n└ Ticket [0-9a-f]+, 24 B\nfinalizer queue [0-9a-f]+\n└ Ticket [0-9a-f]+, 24 B\n", run.Output);
    }

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([args[0], Dump, .. args[1..], "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }

    [GeneratedRegex("7[0-9a-f]{11}")]
    private static partial Regex Addresses { get; }
}
