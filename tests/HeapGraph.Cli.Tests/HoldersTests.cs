using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What something of .NET's keeps for a program is told by what it is: one finding, with what to change.</summary>
[NotQuick, OnEachRuntime]
public sealed class HoldersTests
{
    [Theory]
    [InlineData("pipe", 600)]
    [InlineData("pipes", 3)]
    public void What_nobody_reads_from_a_pipe_is_a_backlog_and_no_copies(string kept, long segments) => Reads(kept, segments, "pipes");

    [Fact]
    public void A_pool_says_how_much_waits_in_it_and_how_much_is_in_use() => Reads("pool", 3_000, "buffer-pools");

    [Fact]
    public void Arrays_that_were_returned_with_objects_in_them_are_told_by_their_pool() => Reads("returned", 6_000, "pooled-references");

    [Fact]
    public void Thread_locals_that_only_their_values_keep_are_told_by_their_owner() => Reads("threadlocal", 2_000, "thread-locals");

    [Theory]
    [InlineData("root", 2_500)]
    [InlineData("host", 2_500)]
    [InlineData("scope", 1_500)]
    public void Disposables_that_a_container_keeps_are_told_whoever_holds_the_container(string kept, long services) => Reads(kept, services, "kept-disposables");

    [Fact]
    public void What_another_lambda_captured_is_told_by_the_one_that_keeps_it() => Reads("closure", 40, "shared-closures");

    [Fact]
    public void Dead_weak_subscriptions_are_counted_where_they_are_left() => Reads("weak", 3_000, "empty-weak-references");

    [Theory]
    [InlineData("assemblies")]
    [InlineData("serializers")]
    public void Assemblies_made_at_run_time_are_told_by_what_is_in_them(string kept) => Reads(kept, 200, "runtime-assemblies");

    [Fact]
    public void Interned_strings_are_counted_in_all_arrays_that_hold_them() => Reads("literals", 20_000, "interned-strings", differing: @"(?<=keeps )20,[03]\d\d");

    [Fact]
    public void The_same_types_in_use_are_no_finding() => Assert.Empty(FindingsIn(LeakTargetDumps.HeapOf("Holders", "rest")));

    /// <summary>There is one finding, by the rule, whose words stand in the expected file.</summary>
    private static void Reads(string kept, long objects, string rule, string differing = "(?!)", [CallerMemberName] string test = "")
    {
        var finding = Assert.Single(FindingsIn(LeakTargetDumps.HeapOf("Holders", kept)));
        Assert.Equal(rule, finding.GetProperty("rule").GetString());
        Assert.InRange(finding.GetProperty("objects").GetInt64(), objects, rule == "interned-strings" ? objects + 500 : objects);
        string[] lines =
        [
            finding.GetProperty("title").GetString()!.Split(": ")[0],
            $"  What to do: {finding.GetProperty("remedy").GetString()}",
            $"  Next: {Regex.Replace(finding.GetProperty("next").GetString()!, @"\S+\.dmp|0x[0-9a-f]+|\b[0-9a-f]{8,16}\b", "…")}",
        ];
        ExpectedFile.MatchesPart(string.Concat(lines.Select(line => $"{Regex.Replace(line, $@"{differing}|[\d.]+(?= % )|\d+(?= are in use)", "…")}\n")), kept, test: test);
    }

    private static JsonElement[] FindingsIn(string dump)
    {
        var run = CommandRun.Of("triage", dump, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return [.. JsonElement.Parse(run.Output).GetProperty("findings").EnumerateArray()];
    }
}
