using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Single objects as a user asks for them.</summary>
[NotQuick]
public sealed class ObjectsTests
{
    private static readonly string Dump = LeakTargetDumps.Heap("BigFatLeak");

    [Fact]
    public void Instances_of_a_type_are_counted_and_the_first_ten_shown()
    {
        var run = CommandRun.Of("objects", Dump, "--type", "MyBigFatObject");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith($"{Dump}: 20,000 reachable objects, 625 KB\n", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("10 of 20,000 objects shown; all of them: --limit 0\n", run.Output, StringComparison.Ordinal);

        var all = Json("objects", Dump, "--type", "MyBigFatObject", "--limit", "0");
        Assert.Equal(("heapgraph.objects/1", 20_000, 20_000), (all.GetProperty("schema").GetString(), all.GetProperty("total").GetInt32(), all.GetProperty("objects").GetArrayLength()));
        var addresses = AddressesOf(all).Select(address => Convert.ToUInt64(address, 16)).ToArray();
        Assert.Equal(addresses.Order(), addresses);
    }

    [Fact]
    public void Without_a_choice_every_object_counts_and_the_largest_can_come_first()
    {
        var largest = Json("objects", Dump, "--sort", "bytes", "--limit", "3");
        var types = Json("common", Dump);
        Assert.Equal(types.GetProperty("totals").GetProperty("objects").GetInt64(), largest.GetProperty("total").GetInt64());
        var first = largest.GetProperty("objects")[0];
        Assert.Equal(
            ("System.Collections.Generic.Dictionary<int, MyBigFatObject>.Entry[]", 872_496, "Length = 36353"),
            (first.GetProperty("type").GetString(), first.GetProperty("bytes").GetInt32(), first.GetProperty("value").GetString()));
    }

    [Fact]
    public void Reachable_and_unreachable_objects_are_all_there_are()
    {
        var (reachable, unreachable, all) = (Json("objects", Dump), Json("objects", Dump, "--unreachable"), Json("objects", Dump, "--all"));
        Assert.Equal(["reachable", "unreachable", "all"], new[] { reachable, unreachable, all }.Select(result => result.GetProperty("scope").GetString()));
        Assert.Equal(Total(all), Total(reachable) + Total(unreachable));
        Assert.NotEqual(0, Total(unreachable));

        static long Total(JsonElement result) => result.GetProperty("total").GetInt64();
    }

    [Fact]
    public void An_address_names_its_object_reachable_or_not_unless_the_scope_is_named()
    {
        var garbage = AddressesOf(Json("objects", Dump, "--unreachable", "--limit", "1"))[0];
        Assert.Equal([garbage], AddressesOf(Json("objects", Dump, "--address", garbage)));
        Assert.Equal([garbage], AddressesOf(Json("objects", Dump, "--address", garbage, "--unreachable")));

        var alive = AddressesOf(Json("objects", Dump, "--type", "MyBigFatObject", "--limit", "1"))[0];
        Assert.Empty(AddressesOf(Json("objects", Dump, "--address", alive, "--unreachable")));
    }

    [Fact]
    public void What_nothing_refers_to_is_the_part_of_the_garbage_that_no_garbage_holds()
    {
        var (garbage, first) = (Json("objects", Dump, "--unreachable", "--limit", "0"), Json("objects", Dump, "--unreachable", "--unreferenced", "--limit", "0"));
        Assert.InRange(AddressesOf(first).Length, 1, AddressesOf(garbage).Length - 1);
        Assert.Subset(AddressesOf(garbage).ToHashSet(), AddressesOf(first).ToHashSet());
        var one = AddressesOf(first)[0];
        Assert.Equal(1, Json("backrefs", Dump, "--address", one, "--all").GetProperty("nodes").GetArrayLength());
        Assert.Empty(AddressesOf(Json("objects", Dump, "--type", "MyBigFatObject", "--unreferenced")));
        Assert.Contains("\nOnly those that no other object refers to.\n", CommandRun.Of("objects", Dump, "--unreferenced").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_without_reachable_objects_is_an_empty_table_that_says_so()
    {
        var run = CommandRun.Of("objects", LeakTargetDumps.Heap("KnownShape"), "--type", "HeldByWeakHandle");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("No reachable object matches. 1 unreachable ones match too", run.Error, StringComparison.Ordinal);
        Assert.Contains("HeldByWeakHandle", CommandRun.Of("objects", LeakTargetDumps.Heap("KnownShape"), "--type", "HeldByWeakHandle", "--all").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "address,type,generation,value,bytes,retained bytes\r\n")]
    [InlineData("markdown", "| address | type | generation | value | bytes | retained bytes |\n| --- | --- | --- | --- | ---: | ---: |\n")]
    public void Values_are_shown_in_every_format(string format, string columns)
    {
        var run = CommandRun.Of("objects", LeakTargetDumps.Heap("KnownShape"), "--type", "string", "--limit", "0", "--format", format);
        Assert.Contains(columns, run.Output, StringComparison.Ordinal);
        Assert.Contains("hello", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_objects_keep_alive_is_shown_for_each_and_for_all_together()
    {
        var json = Json("objects", Dump, "--type", "MyBigFatObject", "--sort", "retained", "--limit", "0");
        var rows = json.GetProperty("objects").EnumerateArray().Select(row => row.GetProperty("retainedBytes").GetInt64()).ToArray();
        Assert.Equal(rows.OrderDescending(), rows);

        // A big object holds its payload and its name, and nothing is shared between two of them.
        var freed = json.GetProperty("retained");
        Assert.Equal((60_000, rows.Sum()), (freed.GetProperty("objects").GetInt64(), freed.GetProperty("bytes").GetInt64()));
        var run = CommandRun.Of("objects", Dump, "--type", "MyBigFatObject", "--retained", "--limit", "1");
        Assert.Matches(@"\nIf all of them went, 60,000 objects would be freed: 3\.8 MB\.\n", run.Output);
        var plain = Json("objects", Dump, "--type", "MyBigFatObject", "--limit", "0");
        Assert.False(plain.TryGetProperty("retained", out _));
        Assert.Equal(rows.Order(), plain.GetProperty("objects").EnumerateArray().Select(row => row.GetProperty("retainedBytes").GetInt64()).Order());
        Assert.Equal(JsonValueKind.Null, Json("objects", Dump, "--all", "--limit", "1").GetProperty("objects")[0].GetProperty("retainedBytes").ValueKind);
        Assert.Equal(0, Json("objects", Dump, "--unreachable", "--retained").GetProperty("retained").GetProperty("objects").GetInt64());
    }

    private static string[] AddressesOf(JsonElement result) =>
        [.. result.GetProperty("objects").EnumerateArray().Select(row => row.GetProperty("address").GetString()!)];

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
