using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Filters by namespace, assembly, size and generation, against what ClrMD counts on the same dump.</summary>
[NotQuick]
public sealed class FilterTests
{
    private static readonly string Dump = LeakTargetDumps.Heap("BigFatLeak");

    private static readonly Lazy<Walked[]> Objects = new(() =>
    {
        using var dump = OpenedDump.Open(Dump, null);
        var runtime = dump.Runtime;
        return [.. runtime.Heap.EnumerateObjects().Where(found => !found.IsFree).Select(found => new Walked(
            (long)found.Size,
            Path.GetFileNameWithoutExtension(found.Type!.Module.AssemblyName ?? ""),
            runtime.Heap.GetSegmentByAddress(found)!.GetGeneration(found) switch
            {
                Generation.Generation0 => "gen0",
                Generation.Generation1 => "gen1",
                Generation.Generation2 => "gen2",
                Generation.Large => "loh",
                Generation.Pinned => "poh",
                _ => "frozen",
            }))];
    });

    [Fact]
    public void Each_generation_holds_the_objects_that_ClrMD_finds_there()
    {
        var all = Totals("common", Dump, "--all");
        var sum = (Objects: 0L, Bytes: 0L);
        foreach (var generation in (string[])["gen0", "gen1", "gen2", "loh", "poh", "frozen"])
        {
            var expected = Objects.Value.Where(found => found.Generation == generation).ToArray();
            var totals = Totals("common", Dump, "--all", "--generation", generation);
            Assert.Equal((expected.Length, expected.Sum(found => found.Bytes)), totals);
            Assert.Equal(expected.Length, Json("objects", Dump, "--all", "--generation", generation).GetProperty("total").GetInt64());
            sum = (sum.Objects + totals.Objects, sum.Bytes + totals.Bytes);
        }

        Assert.Equal(all, sum);
        Assert.Contains(Objects.Value, found => found.Generation == "loh");
        var large = Json("objects", Dump, "--all", "--generation", "loh", "--limit", "0").GetProperty("objects").EnumerateArray();
        Assert.All(large, row => Assert.Equal("loh", row.GetProperty("generation").GetString()));
    }

    [Theory]
    [InlineData("100", 100)]
    [InlineData("1KB", 1 << 10)]
    [InlineData("0.5MB", 1 << 19)]
    public void The_smallest_size_is_that_of_each_object(string text, long bytes)
    {
        var expected = Objects.Value.Where(found => found.Bytes >= bytes).ToArray();
        Assert.Equal((expected.Length, expected.Sum(found => found.Bytes)), Totals("common", Dump, "--all", "--min-size", text));
        Assert.NotEmpty(expected);
    }

    [Fact]
    public void An_assembly_has_its_own_types_alone_read_fast_or_not()
    {
        var expected = Objects.Value.Where(found => found.Assembly == "BigFatLeak").ToArray();
        Assert.Equal((expected.Length, expected.Sum(found => found.Bytes)), Totals("common", Dump, "--all", "--assembly", "BigFatLeak"));
        Assert.Equal((expected.Length, expected.Sum(found => found.Bytes)), Totals("common", Dump, "--all", "--assembly", "Big*", "--min-size", "1"));
        var types = Json("common", Dump, "--namespace", "System.Collections.*", "--limit", "0").GetProperty("types").EnumerateArray().ToArray();
        Assert.All(types, row => Assert.StartsWith("System.Collections.", row.GetProperty("type").GetString(), StringComparison.Ordinal));
        Assert.NotEmpty(types);
    }

    [Theory]
    [InlineData("common")]
    [InlineData("objects")]
    [InlineData("backrefs", "--raw")]
    [InlineData("refs")]
    [InlineData("chain")]
    [InlineData("show")]
    public void Every_result_states_the_filter(string command, params string[] more)
    {
        string[] filter = ["--assembly", "BigFatLeak", "--min-size", "16", "--generation", "gen0", "--generation", "gen1", "--generation", "gen2"];
        var run = CommandRun.Of([command, Dump, .. filter, .. more]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\nOnly: assembly BigFatLeak; 16 B or more each; gen0 or gen1 or gen2\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("MyBigFatObject", run.Output, StringComparison.Ordinal);
        var stated = Json([command, Dump, .. filter, .. more]).GetProperty("filter");
        Assert.Equal((16, "BigFatLeak"), (stated.GetProperty("minBytes").GetInt32(), stated.GetProperty("assemblies")[0].GetString()));
        Assert.False(Json(command, Dump, "--type", "MyBigFatObject").TryGetProperty("filter", out _));
    }

    [Fact]
    public void Growth_counts_what_fits_in_each_snapshot()
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        foreach (var how in (string[][])[[], ["--by", "path"], ["--new-objects"], ["--by", "assembly"]])
        {
            var run = CommandRun.Of(["growth", before, after, "--assembly", "BigFatLeak", "--min-size", "32", "--limit", "1", .. how]);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains("\nOnly: assembly BigFatLeak; 32 B or more each\n", run.Output, StringComparison.Ordinal);
            Assert.Contains("5,000", run.Output, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("MyBigFatObject ", CommandRun.Of("growth", before, after, "--assembly", "BigFatLeak", "--min-size", "33").Output, StringComparison.Ordinal);
        var refused = CommandRun.Of("growth", before, after, "--new-objects", "--generation", "gen2");
        Assert.Equal(2, refused.ExitCode);
        Assert.StartsWith("--new-objects does not go with --generation.", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--namespace", "System.Collection.Generic", "No namespace matches 'System.Collection.Generic'.", "System.Collections.Generic")]
    [InlineData("--assembly", "BigFatLeek", "No assembly matches 'BigFatLeek'.", "BigFatLeak")]
    [InlineData("--namespace", "/(/", "'/(/' is no regular expression", "")]
    [InlineData("--min-size", "10XB", "'10XB' is no value for --min-size: write a size as 85000, 10KB or 1MB.", "")]
    [InlineData("--min-size", "-1", "", "")]
    [InlineData("--generation", "gen3", "", "gen2")]
    public void What_can_not_be_meant_is_refused_with_what_could_be(string option, string value, string sentence, string hint)
    {
        foreach (var command in (string[])["common", "objects", "chain"])
        {
            var run = CommandRun.Of(command, Dump, option, value);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
            Assert.Contains(hint, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_fits_nothing_is_an_empty_result_that_says_so()
    {
        var run = CommandRun.Of("chain", Dump, "--type", "MyBigFatObject", "--min-size", "1GB");
        Assert.Equal((0, "No object matches.\n"), (run.ExitCode, run.Error));
        var one = Json("objects", Dump, "--type", "MyBigFatObject", "--limit", "1").GetProperty("objects")[0].GetProperty("address").GetString()!;
        Assert.Equal(0, Json("objects", Dump, "--address", one, "--min-size", "33").GetProperty("total").GetInt32());
        Assert.Equal(1, Json("objects", Dump, "--address", one, "--min-size", "32").GetProperty("total").GetInt32());
    }

    private static (long Objects, long Bytes) Totals(params string[] args)
    {
        var totals = Json(args).GetProperty("totals");
        return (totals.GetProperty("objects").GetInt64(), totals.GetProperty("bytes").GetInt64());
    }

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }

    private sealed record Walked(long Bytes, string Assembly, string Generation);
}
