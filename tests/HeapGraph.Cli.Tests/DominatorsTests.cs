using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What keeps how much alive, as a user types it.</summary>
[NotQuick]
public sealed class DominatorsTests
{
    private static readonly string Dump = LeakTargetDumps.Heap("BigFatLeak");

    [Fact]
    public void The_static_dictionary_is_named_as_what_keeps_nearly_all_alive()
    {
        var json = Json("dominators", Dump);
        Assert.Equal("heapgraph.dominators/1", json.GetProperty("schema").GetString());
        var top = json.GetProperty("nodes")[0];
        Assert.Equal("System.Collections.Generic.Dictionary<int, MyBigFatObject>", top.GetProperty("type").GetString());
        Assert.Equal(("static", "Shop.Catalog.Items"), (top.GetProperty("root").GetProperty("kind").GetString(), top.GetProperty("root").GetProperty("name").GetString()));
        Assert.InRange(top.GetProperty("retainedBytes").GetInt64(), 9 * json.GetProperty("totals").GetProperty("bytes").GetInt64() / 10, long.MaxValue);

        var objects = top.GetProperty("children")[0].GetProperty("children")[0];
        Assert.Equal(("MyBigFatObject", 20_000, 640_000), (objects.GetProperty("type").GetString(), objects.GetProperty("objects").GetInt32(), objects.GetProperty("bytes").GetInt32()));
        Assert.False(objects.TryGetProperty("address", out _));
    }

    [Fact]
    public void The_top_of_the_tree_adds_up_to_all_reachable_bytes_on_every_dump()
    {
        foreach (var name in LeakTargetDumps.Names)
        {
            var json = Json("dominators", LeakTargetDumps.Heap(name), "--limit", "0", "--max-depth", "1");
            Assert.Equal(
                json.GetProperty("totals").GetProperty("bytes").GetInt64(),
                json.GetProperty("nodes").EnumerateArray().Sum(node => node.GetProperty("retainedBytes").GetInt64()));
            Assert.Equal(Json("common", LeakTargetDumps.Heap(name)).GetProperty("totals").GetRawText(), json.GetProperty("totals").GetRawText());
        }
    }

    [Fact]
    public void An_address_from_the_tree_leads_on_below_it()
    {
        var top = Json("dominators", Dump).GetProperty("nodes")[0];
        var address = top.GetProperty("address").GetString()!;
        var below = Json("dominators", Dump, "--under", "0x" + address, "--max-depth", "2");
        Assert.Equal(address, below.GetProperty("under").GetProperty("address").GetString());
        Assert.Equal(top.GetProperty("children")[0].GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal),
            below.GetProperty("nodes")[0].GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));

        var largest = Json("dominators", Dump, "--max-depth", "3").GetProperty("nodes")[0].GetProperty("children")[0].GetProperty("children")[0].GetProperty("largest");
        var payload = Json("dominators", Dump, "--under", largest.GetProperty("address").GetString()!);
        Assert.Equal(largest.GetProperty("retainedBytes").GetInt64(), payload.GetProperty("under").GetProperty("retainedBytes").GetInt64());

        var wrong = CommandRun.Of("dominators", Dump, "--under", "8");
        Assert.Equal((2, ""), (wrong.ExitCode, wrong.Output));
        Assert.StartsWith("No object starts at 8.", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tree_on_the_terminal_folds_equal_siblings()
    {
        var run = CommandRun.Of("dominators", Dump, "--short");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"\n 9\d\.\d %    4\.\d MB  Dictionary<int, MyBigFatObject> [0-9a-f]+, static Shop\.Catalog\.Items\n", run.Output);
        Assert.Matches(@"20,000 × MyBigFatObject, largest [0-9a-f]+: ", run.Output);
        Assert.Matches(@"Not in the tree: [\d,]+ unreachable objects, ", run.Output);
    }

    [Theory]
    [InlineData("type", "MyBigFatObject,20000,640000,")]
    [InlineData("namespace", "System.Collections.Generic,")]
    [InlineData("assembly", "BigFatLeak,")]
    public void Sums_come_as_a_table(string by, string row)
    {
        var run = CommandRun.Of("dominators", Dump, "--by", by, "--limit", "0", "--format", "csv");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith($"{by},objects,bytes,retained bytes,share\r\n", run.Output, StringComparison.Ordinal);
        Assert.Contains($"\n{row}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Common_sorts_by_what_types_retain_where_nothing_else_is_asked_and_the_dump_is_small()
    {
        var rows = Json("common", Dump, "--sort", "retained", "--limit", "0").GetProperty("types").EnumerateArray().ToArray();
        var retained = rows.Select(row => row.GetProperty("retainedBytes").GetInt64()).ToArray();
        Assert.Equal(retained.OrderDescending(), retained);
        Assert.Equal("System.Collections.Generic.Dictionary<int, MyBigFatObject>", rows[0].GetProperty("type").GetString());
        Assert.All(rows, row => Assert.InRange(row.GetProperty("retainedBytes").GetInt64(), row.GetProperty("bytes").GetInt64(), long.MaxValue));
        Assert.Equal(rows.Select(row => $"{row}"), Json("common", Dump, "--limit", "0").GetProperty("types").EnumerateArray().Select(row => $"{row}"));
        Assert.False(Json("common", Dump, "--sort", "bytes").GetProperty("types")[0].TryGetProperty("retainedBytes", out _));
        Assert.Contains("type,objects,bytes,retained bytes\r\n", CommandRun.Of("common", Dump, "--sort", "retained", "--format", "csv").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unreachable_object_keeps_nothing_alive_and_common_says_so_too()
    {
        // Whatever Dictionary grew out of is garbage: entries that nothing refers to.
        var garbage = EntriesIn("--all").Except(EntriesIn()).First();
        var run = CommandRun.Of("dominators", Dump, "--under", garbage);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal($"{garbage} is not reachable, so it keeps nothing alive.\n", run.Error);
        Assert.Contains("It keeps no other object alive by itself.", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"retainedBytes\": 0", CommandRun.Of("common", Dump, "--all", "--sort", "retained", "--limit", "0", "--format", "json").Output, StringComparison.Ordinal);
    }

    private static IEnumerable<string> EntriesIn(params string[] scope) =>
        Json(["backrefs", Dump, "--type", "Dictionary<int, MyBigFatObject>.Entry[]", "--limit", "100", .. scope])
            .GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("kind").GetString() == "target")
            .Select(node => node.GetProperty("address").GetString()!);

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
