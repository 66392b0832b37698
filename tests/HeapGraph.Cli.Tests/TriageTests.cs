using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Leak suspects, as a user types it.</summary>
[NotQuick]
public sealed partial class TriageTests
{
    [Fact]
    public void The_first_finding_names_the_static_dictionary_its_share_and_the_chain()
    {
        var finding = Findings("BigFatLeak")[0];
        Assert.Equal("medium", finding.GetProperty("severity").GetString());
        Assert.Matches(@"^Static field Shop\.Catalog\.Items keeps 20,000 MyBigFatObject objects alive: 4\.\d MB, 9\d\.\d % of the heap$", TitleOf(finding));
        Assert.Equal(20_000, finding.GetProperty("objects").GetInt64());
        var steps = finding.GetProperty("chain").GetProperty("steps").EnumerateArray().ToArray();
        Assert.Equal("Shop.Catalog.Items", finding.GetProperty("chain").GetProperty("root").GetProperty("name").GetString());
        Assert.Equal("System.Collections.Generic.Dictionary<int, MyBigFatObject>", steps[0].GetProperty("type").GetString());
        Assert.True(steps[0].GetProperty("suspect").GetBoolean());
        Assert.Equal("MyBigFatObject", steps[^1].GetProperty("type").GetString());
    }

    [Fact]
    public void A_static_list_is_found() =>
        Assert.StartsWith("Static field Log.Entries keeps 3,000 LogEntry objects alive: ", TitleOf(Assert.Single(Findings("StaticListLeak"))), StringComparison.Ordinal);

    [Fact]
    public void A_heap_in_order_has_no_finding()
    {
        Assert.Empty(Findings("NoLeak"));
        var run = CommandRun.Of("triage", LeakTargetDumps.Heap("NoLeak"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("; no leak suspects\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table", "Triage.expected.txt")]
    [InlineData("markdown", "Triage.expected.md")]
    [InlineData("csv", "Triage.expected.csv")]
    public void The_report_reads_by_itself(string format, string expected)
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var run = CommandRun.Of("triage", dump, "--format", format);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));

        // Addresses and what the runtime itself holds differ from dump to dump.
        ExpectedFile.Matches(expected, Varying.Replace(run.Output.Replace(dump, "app.dmp", StringComparison.Ordinal).ReplaceLineEndings("\n"), "…"));
    }

    [Fact]
    public void A_baseline_says_what_is_new_worse_the_same_and_gone()
    {
        using var folder = new TemporaryFolder();
        var (before, after) = LeakTargetDumps.Pair("StaticListLeak");
        var old = folder.At("old.json");
        Assert.Equal(0, CommandRun.Of("triage", before, "-o", old).ExitCode);
        Assert.Equal(["same"], Changes(before, old));
        Assert.Equal(["worse"], Changes(after, old));
        Assert.Equal(1_000, Compared(after, old).GetProperty("findings")[0].GetProperty("objectsDelta").GetInt64());
        Assert.Equal(["new"], Changes(LeakTargetDumps.Heap("BigFatLeak"), old));
        Assert.StartsWith("Static field Log.Entries", Assert.Single(Compared(LeakTargetDumps.Heap("NoLeak"), old).GetProperty("gone").EnumerateArray()).GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Contains("Gone since the baseline: Static field Log.Entries", CommandRun.Of("triage", LeakTargetDumps.Heap("NoLeak"), "--baseline", old).Output, StringComparison.Ordinal);
        Assert.Contains("1. LOW (worse: +1,000 objects, +", CommandRun.Of("triage", after, "--baseline", old).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_suspect_is_asked_for_by_its_id_and_none_is_left_where_it_is_mended()
    {
        var (leaky, mended) = (LeakTargetDumps.Heap("BigFatLeak"), LeakTargetDumps.Heap("NoLeak"));
        var id = Findings("BigFatLeak")[0].GetProperty("id").GetString()!;
        Assert.Equal(id, Assert.Single(Json("triage", leaky, "--finding", id).GetProperty("findings").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(0, Json("triage", mended, "--finding", id).GetProperty("findingsTotal").GetInt32());
        Assert.Contains("no leak suspects", CommandRun.Of("triage", mended, "--finding", id).Output, StringComparison.Ordinal);

        var wrong = CommandRun.Of("triage", leaky, "--finding", "no-id");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("'no-id' is no id of a suspect.", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_dumps_the_last_is_judged_and_each_finding_says_how_it_went()
    {
        var (before, after) = LeakTargetDumps.Pair("StaticListLeak");
        Assert.Equal(("worse", "From dump to dump: 3,000, 4,000; it grows each time."), Course(before, after));
        Assert.Equal(("same", "From dump to dump: 4,000, 3,000; it does not grow: a backlog, or a cache that has reached its bound, looks like this."), Course(after, before));
        Assert.Equal(("worse", "From dump to dump: 3,000, 3,000, 4,000; it goes up and down: a backlog may look like this."), Course(before, before, after));
        Assert.Equal(("new", "From dump to dump: not found, 4,000; it grows each time."), Course(LeakTargetDumps.Heap("NoLeak"), after));
        Assert.StartsWith("Static field Log.Entries", Assert.Single(Json("triage", before, LeakTargetDumps.Heap("NoLeak")).GetProperty("gone").EnumerateArray()).GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, CommandRun.Of("triage", before, after, "--baseline", "old.json").ExitCode);

        static (string?, string?) Course(params string[] dumps) => Json(["triage", .. dumps]).GetProperty("findings")[0] is var finding
            ? (finding.GetProperty("change").GetString(), finding.GetProperty("evidence").EnumerateArray().SkipLast(1).Last().GetString()) : default;
    }

    [Fact]
    public void A_limit_says_what_it_leaves_out_and_a_baseline_that_was_cut_is_no_reason_for_alarm()
    {
        using var folder = new TemporaryFolder();
        var (dump, old) = (LeakTargetDumps.Heap("MixedLeak"), folder.At("old.json"));
        Assert.EndsWith("2 of 5 leak suspects shown; all of them: --limit 0\n", CommandRun.Of("triage", dump, "--limit", "2").Output, StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of("triage", dump, "--limit", "2", "-o", old).ExitCode);
        var run = CommandRun.Of("triage", dump, "--baseline", old, "--format", "csv");
        Assert.Equal("The baseline lists 2 of its 5 findings (its --limit): the others may count as new here.\n", run.Error);
        Assert.Equal(["same", "same", "new", "new", "new"], Changes(dump, old));
    }

    [Fact]
    public void The_command_to_go_on_with_runs()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var next = Findings("BigFatLeak")[0].GetProperty("next").GetString();
        Assert.Equal($"heapgraph what-if {dump} --cut Shop.Catalog.Items", next);
        Assert.Equal(0, CommandRun.Of("what-if", dump, "--cut", "Shop.Catalog.Items").ExitCode);
    }

    [Theory]
    [InlineData("missing.json", "There is no file '{0}'.")]
    [InlineData("other.json", "'{0}' is no result of triage.")]
    public void A_baseline_that_is_none_is_refused(string file, string message)
    {
        using var folder = new TemporaryFolder();
        folder.File("other.json", "{\"schema\":\"heapgraph.common/1\"}"u8);
        var run = CommandRun.Of("triage", "app.dmp", "--baseline", folder.At(file));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(string.Format(CultureInfo.InvariantCulture, message, folder.At(file)), run.Error, StringComparison.Ordinal);
    }

    private static string?[] Changes(string dump, string old) =>
        [.. Compared(dump, old).GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("change").GetString())];

    private static JsonElement Compared(string dump, string old) => Json("triage", dump, "--baseline", old);

    private static JsonElement[] Findings(string target) =>
        [.. Json("triage", LeakTargetDumps.Heap(target)).GetProperty("findings").EnumerateArray()];

    private static string TitleOf(JsonElement finding) => finding.GetProperty("title").GetString()!;

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }

    [GeneratedRegex(@"(?<=BigFatLeak, )pid .*(?= UTC\n)|(?<=Ages: ).*(?=\n)|[0-9a-f]{12}(?=, )|[\d,]+(?= reachable objects)|\d+\.\d(?= (MB|KB|%))|(?<=,20000,)\d+|(?<=\[)\d+(?=\])")]
    private static partial Regex Varying { get; }
}
