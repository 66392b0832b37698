using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Testing;
using Microsoft.Diagnostics.Runtime;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Strings by value, against what ClrMD reads.</summary>
[NotQuick]
public sealed class StringsTests
{
    private static readonly string Dump = LeakTargetDumps.Heap("DuplicateLeak");

    private static readonly Lazy<(string Text, int Count, long Bytes)[]> Values = new(() =>
    {
        using var dump = OpenedDump.Open(Dump, null);
        return [.. dump.Runtime.Heap.EnumerateObjects().Where(found => found.Type is { IsString: true })
            .Select(found => (Text: found.AsString(int.MaxValue) ?? "", Bytes: (long)found.Size))
            .GroupBy(found => found.Text).Select(same => (same.Key, same.Count(), same.First().Bytes))];
    });

    [Fact]
    public void All_strings_are_counted_with_what_their_copies_waste()
    {
        var json = Json("strings", Dump, "--all", "--limit", "0");
        Assert.Equal("heapgraph.strings/1", json.GetProperty("schema").GetString());
        Assert.Equal(
            (Values.Value.Sum(value => value.Count), Values.Value.Sum(value => value.Count * value.Bytes), Values.Value.Length, Values.Value.Sum(value => (value.Count - 1) * value.Bytes)),
            (json.GetProperty("totals").GetProperty("objects").GetInt32(), json.GetProperty("totals").GetProperty("bytes").GetInt64(), json.GetProperty("valueCount").GetInt32(),
                json.GetProperty("wastedBytes").GetInt64()));
        Assert.Equal(
            Values.Value.Select(value => (value.Count, value.Text.Length, value.Bytes)).Order(),
            json.GetProperty("strings").EnumerateArray().Select(row => (row.GetProperty("objects").GetInt32(), row.GetProperty("length").GetInt32(), row.GetProperty("bytes").GetInt64())).Order());
    }

    [Theory]
    [InlineData("wasted")]
    [InlineData("count")]
    [InlineData("longest")]
    public void The_first_are_those_that_a_plain_sort_puts_there(string sort)
    {
        var expected = sort switch
        {
            "count" => Values.Value.OrderByDescending(value => value.Count).Select(value => (long)value.Count),
            "longest" => Values.Value.OrderByDescending(value => value.Bytes).Select(value => (long)value.Text.Length),
            _ => Values.Value.OrderByDescending(value => (value.Count - 1) * value.Bytes).Select(value => (value.Count - 1) * value.Bytes),
        };
        var key = sort switch { "count" => "objects", "longest" => "length", _ => "wastedBytes" };
        Assert.Equal(
            expected.Take(20), Json("strings", Dump, "--all", "--sort", sort, "--limit", "20").GetProperty("strings").EnumerateArray().Select(row => row.GetProperty(key).GetInt64()));
    }

    [Fact]
    public void The_copies_are_said_to_be_held_where_the_leak_holds_them()
    {
        var rows = Json("strings", Dump, "--limit", "3").GetProperty("strings").EnumerateArray().ToArray();
        Assert.All(rows, row => Assert.Equal(("field Order.Terms", 2000, 2000), (row.GetProperty("heldBy").GetString(), row.GetProperty("held").GetInt32(), row.GetProperty("objects").GetInt32())));
        Assert.Equal(["a", "b", "c"], rows.Select(row => row.GetProperty("value").GetString()![1..2]).Order());
        var table = CommandRun.Of("strings", Dump, "--limit", "1").Output;
        Assert.Contains("field Order.Terms", table, StringComparison.Ordinal);
        Assert.Matches(@"\n1 of [0-9,]+ values shown; all of them: --limit 0\n$", table);
    }

    [Theory]
    [InlineData("aaaa", 2000)]
    [InlineData("aaaa*", 2000)]
    [InlineData("aaa", 2000)]
    [InlineData("/^b{60}$/", 2000)]
    [InlineData("bbb?", 0)]
    public void A_pattern_chooses_strings_by_what_stands_in_them(string pattern, int objects)
    {
        var json = Json("strings", Dump, "--grep", pattern);
        Assert.Equal((objects, pattern), (json.GetProperty("totals").GetProperty("objects").GetInt32(), json.GetProperty("pattern").GetString()));
    }

    [Fact]
    public void Literals_are_marked_and_a_bad_expression_is_refused()
    {
        var row = Json("strings", LeakTargetDumps.Heap("KnownShape"), "--grep", "/^hello$/", "--all").GetProperty("strings").EnumerateArray().Single();
        Assert.Equal((1, 1), (row.GetProperty("objects").GetInt32(), row.GetProperty("literals").GetInt32() + row.GetProperty("interned").GetInt32()));
        Assert.Equal(ExitCode.WrongUsage, CommandRun.Of("strings", Dump, "--grep", "/(/").ExitCode);
    }

    [Fact]
    public void What_stands_in_a_string_steers_no_terminal()
    {
        foreach (var format in (string[])["table", "csv", "markdown"])
        {
            var run = CommandRun.Of("strings", LeakTargetDumps.Heap("HostileStrings"), "--all", "--limit", "0", "--format", format);
            Assert.DoesNotContain(run.Output, letter => char.IsControl(letter) && letter is not ('\n' or '\r'));
        }
    }

    [Fact]
    public void The_library_tells_the_same()
    {
        using var heap = Heap.Open(Dump);
        var strings = heap.Strings(limit: 2);
        Assert.Equal(Json("strings", Dump, "--limit", "2").ToString(), JsonElement.Parse(strings.ToJson()).ToString());
        Assert.Equal(2, strings.Count);
        Assert.Empty(heap.Strings(limit: 1, pattern: "none such"));
    }

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
