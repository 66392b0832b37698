using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The report to pass on, and what it keeps to itself.</summary>
[NotQuick]
public sealed class TriageReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_report_has_every_finding_with_its_picture_and_what_a_baseline_says()
    {
        var (before, after) = LeakTargetDumps.Pair("MixedLeak");
        var (old, report) = (_folder.At("old.json"), _folder.File("report.html", "the report of yesterday"u8));
        Assert.Equal(0, CommandRun.Of("triage", before, "--limit", "3", "-o", old).ExitCode);
        var run = CommandRun.Of("triage", after, "--baseline", old, "-o", report);
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith($"Wrote {report}: 5 leak suspects, 5 pictures.\n", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
        Assert.Equal(["old.json", "report.html"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        var page = File.ReadAllText(report);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Equal((5, 10), (Regex.Count(page, "<section "), Regex.Count(page, "<figure ")));
        Assert.Equal((3, 2), (Regex.Count(page, "<td><span class=\"trend\">↑ worse</span>"), Regex.Count(page, "<td><span class=\"trend\">\\+ new</span>")));
        Assert.Contains($"<pre>heapgraph what-if {after} --cut Shop.Cache.Orders</pre>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Graphviz_a_report_is_whole_but_for_the_pictures_and_says_so_once()
    {
        var dump = LeakTargetDumps.Heap("MixedLeak");
        var run = ToolProcess.RunWith("PATH", _folder.Path, "triage", dump, "--format", "html");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("The report has no pictures. Graphviz is not installed", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(run.Output, "This report has no pictures. Graphviz is not installed"));
        Assert.Equal((5, 0), (Regex.Count(run.Output, "<section "), Regex.Count(run.Output, "<figure")));
    }

    [Theory]
    [InlineData("table")]
    [InlineData("html")]
    [InlineData("json")]
    public void Without_values_no_string_is_printed_and_the_fingerprints_stay(string format)
    {
        var dump = LeakTargetDumps.Heap("DuplicateLeak");
        var (shown, hidden) = (CommandRun.Of("triage", dump, "--format", format), CommandRun.Of("triage", dump, "--format", format, "--no-values"));
        Assert.Equal((0, 0), (shown.ExitCode, hidden.ExitCode));
        Assert.Contains("aaaaaaaa", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("aaaaaaaa", hidden.Output, StringComparison.Ordinal);
        Assert.Contains("1,999 x string of 142 bytes", hidden.Output, StringComparison.Ordinal);
        Assert.NotEmpty(IdsIn(hidden.Output));
        Assert.Equal(IdsIn(shown.Output), IdsIn(hidden.Output));
    }

    [Fact]
    public void A_format_asked_for_by_name_wins_over_the_ending()
    {
        Assert.Equal(0, CommandRun.Of("triage", LeakTargetDumps.Heap("NoLeak"), "--format", "json", "-o", _folder.At("report.html")).ExitCode);
        Assert.StartsWith("{", File.ReadAllText(_folder.At("report.html")), StringComparison.Ordinal);
    }

    private static string[] IdsIn(string output) => [.. Regex.Matches(output, "\\bid\"?:? (?:<code>|\")?([0-9a-f]{12})\\b").Select(id => id.Groups[1].Value)];
}
