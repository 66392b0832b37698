using System.Text.Encodings.Web;
using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Objects chosen, told of and grouped by what stands in them.</summary>
[NotQuick]
public sealed class WhereTests
{
    private static readonly string Dump = LeakTargetDumps.Heap("ValuePaths");
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("Buyer.Name = 'customer 1'", 240)]
    [InlineData("Buyer.Name ~ 'customer ?'", 1170)]
    [InlineData("Buyer = null", 30)]
    [InlineData("Disposed = true", 300)]
    [InlineData("Lines.Count > 4 and State = Paid", 114)]
    [InlineData("Number < 10 or Number >= 1190", 20)]
    [InlineData("Total > 1199", 1)]
    [InlineData("Created > 2026-01-02", 479)]
    [InlineData("Tag.GetType() = string", 600)]
    [InlineData("Buyer.GetType() ~ 'Cust*'", 1170)]
    public void Every_command_that_chooses_objects_takes_a_condition(string condition, int objects)
    {
        Assert.Equal(objects, Json("objects", Dump, "--type", "Order", "--where", condition).GetProperty("total").GetInt32());
        Assert.Equal(objects, Json("common", Dump, "--type", "Order", "--where", condition).GetProperty("totals").GetProperty("objects").GetInt32());
        Assert.Equal(objects, Json("chain", Dump, "--type", "Order", "--where", condition).GetProperty("chosenObjects").GetInt32());
        Assert.Equal(objects, Json("refs", Dump, "--type", "Order", "--where", condition).GetProperty("chosenObjects").GetInt32());
        Assert.Equal(objects, Json("backrefs", Dump, "--type", "Order", "--where", condition).GetProperty("chosenObjects").GetInt32());
    }

    /// <summary>The table that solved a real hunt: which of 9,000 hubs pile up.</summary>
    [Fact]
    public void Objects_are_grouped_by_a_value_three_references_away()
    {
        var groups = Json("common", Dump, "--type", "MessageHub", "--by", "Configuration.Address.Segments[0]").GetProperty("groups").EnumerateArray();
        Assert.Equal(
            [("\"sync\"", 8_419), ("\"portal\"", 400), ("\"mesh\"", 150), ("\"data\"", 30), ("\"ui\"", 1)],
            groups.Select(group => (group.GetProperty("value").GetString(), group.GetProperty("objects").GetInt32())));
        Assert.Equal(
            [("int", 600), ("string", 600)],
            Json("objects", Dump, "--type", "Order", "--by", "Tag.GetType()").GetProperty("groups").EnumerateArray().Select(group => (group.GetProperty("value").GetString(), group.GetProperty("objects").GetInt32())));
        var run = CommandRun.Of("common", Dump, "--type", "Order", "--by", "Tag.GetType().Name");
        Assert.Equal((2, "A path ends with GetType().\n"), (run.ExitCode, run.Error[..(run.Error.IndexOf('\n') + 1)]));
    }

    [Fact]
    public void Types_have_no_value_to_tell_and_the_commands_that_are_meant_are_named()
    {
        var run = CommandRun.Of("common", Dump, "--type", "Order", "--select", "Buyer.Name");
        Assert.Equal((2, "", "'common' lists types, and no objects that could tell a value each.\n"
            + "Count the objects by the value: heapgraph common --by Buyer.Name. Or list them with it: heapgraph objects --select Buyer.Name, with --type NAME.\n"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void What_is_left_out_is_said_with_how_many_have_no_such_value()
    {
        var run = CommandRun.Of("objects", Dump, "--type", "Order", "--where", "Buyer.Name = \"customer 1\"");
        Assert.Contains("\nOnly: where Buyer.Name = \"customer 1\" (240 of 1,200)\nOf 1,200 objects 30 have no Buyer.\n", run.Output, StringComparison.Ordinal);
        var filter = Json("chain", Dump, "--type", "Order", "--where", "Buyer.Name = \"customer 1\"").GetProperty("filter");
        Assert.Equal("""[{"path":"Buyer","objects":30,"of":1200,"isIncomparable":false}]""", Compact(filter.GetProperty("missing")));
        Assert.Contains(
            "Of 1,200 objects 1,200 have a Total that can't be compared so.", CommandRun.Of("objects", Dump, "--type", "Order", "--where", "Total = much").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_conditions_must_all_hold_and_a_type_is_not_needed()
    {
        Assert.Equal(16, Json("objects", Dump, "--where", "Number < 20", "--where", "Disposed = false or Number = 0", "--type", "Order").GetProperty("total").GetInt32());
        Assert.Equal(240, Json("objects", Dump, "--where", "Buyer.Name = 'customer 1'").GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("--where", "Buyr.Name = x", "No object that was chosen has a field 'Buyr'.\nThe nearest names: Buyer")]
    [InlineData("--where", "Buyer.Nmae = x", "Nothing that 'Buyer' leads to has a field 'Nmae'.\nThe nearest names: Name")]
    [InlineData("--by", "Buyer.Address.Cty", "Nothing that 'Buyer.Address' leads to has a field 'Cty'.\nThe nearest names: City")]
    [InlineData("--select", "Totl", "No object that was chosen has a field 'Totl'.\nThe nearest names: _total")]
    [InlineData("--where", "Buyer.Name", "'Buyer.Name' ends too early.\n")]
    [InlineData("--where", "Buyer.Name ~ /(/", "")]
    [InlineData("--by", "Lines[x]", "In 'Lines[x]' an index is no whole number and no text in quotes.\n")]
    public void What_nobody_has_and_what_is_no_path_is_refused_with_the_nearest_names(string option, string value, string said)
    {
        var run = CommandRun.Of("objects", Dump, "--type", "Order", option, value);
        Assert.Equal((ExitCode.WrongUsage, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(said, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_are_grouped_by_a_value_with_what_they_retain()
    {
        var groups = Json("common", Dump, "--type", "Order", "--by", "Buyer.Name", "--sort", "retained");
        Assert.Equal(
            [("\"customer 1\"", null, 240), ("\"customer 2\"", null, 240), ("\"customer 3\"", null, 240), ("\"customer 4\"", null, 240), ("\"customer 0\"", null, 210), (null, "Buyer", 30)],
            groups.GetProperty("groups").EnumerateArray().Select(group => (
                group.GetProperty("value").GetString(), group.TryGetProperty("missingFrom", out var missing) ? missing.GetString() : null, group.GetProperty("objects").GetInt32()))
                .OrderByDescending(group => group.Item3).ThenBy(group => group.Item1, StringComparer.Ordinal));
        var retained = Json("objects", Dump, "--type", "Order", "--where", "Buyer.Name = 'customer 1'", "--retained").GetProperty("retained").GetProperty("bytes").GetInt64();
        Assert.Equal(retained, groups.GetProperty("groups").EnumerateArray().Single(group => group.GetProperty("value").GetString() == "\"customer 1\"").GetProperty("retainedBytes").GetInt64());
        var table = CommandRun.Of("objects", Dump, "--type", "Order", "--by", "State").Output;
        Assert.Contains("3 different values of State\n", table, StringComparison.Ordinal);
        Assert.Equal(Json("common", Dump, "--type", "Order", "--by", "State", "--sort", "count").ToString(), Json("objects", Dump, "--type", "Order", "--by", "State").ToString());
        Assert.Contains("(no Buyer)", CommandRun.Of("common", Dump, "--type", "Order", "--by", "Buyer.Name").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Selected_values_are_columns_of_the_table_and_stand_on_chains_and_in_trees()
    {
        string[] chosen = [Dump, "--type", "Order", "--where", "Number = 41", "--select", "Buyer.Name", "--select", "Lines.Count"];
        var fields = Json(["objects", .. chosen]).GetProperty("objects")[0].GetProperty("fields");
        Assert.Equal("""{"Buyer.Name":"\"customer 1\"","Lines.Count":"6"}""", Compact(fields));
        Assert.StartsWith("address,type,generation,value,Buyer.Name,Lines.Count,bytes,", CommandRun.Of(["objects", .. chosen, "--format", "csv"]).Output, StringComparison.Ordinal);
        foreach (var command in (string[])["chain", "refs", "backrefs", "show"])
        {
            Assert.Contains("Buyer.Name = \"customer 1\", Lines.Count = 6", CommandRun.Of([command, .. chosen]).Output, StringComparison.Ordinal);
        }

        Assert.Equal(JsonValueKind.Null, Json(["objects", .. chosen, "--no-values"]).GetProperty("objects")[0].GetProperty("fields").GetProperty("Lines.Count").ValueKind);
    }

    [Fact]
    public void A_value_that_only_objects_behind_those_shown_have_is_selected_and_a_struct_is_shown_by_its_type()
    {
        var shown = CommandRun.Of("objects", Dump, "--select", "Number", "--limit", "3");
        Assert.Equal((0, ""), (shown.ExitCode, shown.ExitCode == 0 ? "" : shown.Error));
        var groups = CommandRun.Of("common", Dump, "--type", "Order", "--where", "Buyer != null", "--by", "Buyer.Address");
        Assert.Matches(@"\n +1,170 .* Address\n", groups.Output);
        Assert.DoesNotContain("(hidden)", groups.Output, StringComparison.Ordinal);
    }

    /// <summary>The command finds the objects of a type without a graph; the library has one, and so has the command where a condition is asked for too.</summary>
    [Theory]
    [InlineData("Order", "Number")]
    [InlineData("Order", "State")]
    [InlineData("Order", "Buyer")]
    [InlineData("Order", "Buyer.Address")]
    [InlineData("Order", "Lines")]
    [InlineData("Order", "Tag")]
    [InlineData("Order", "Created")]
    [InlineData("Order", "Prices[\"bolt\"]")]
    [InlineData("Order", "this")]
    [InlineData("string", "Length")]
    [InlineData("*", "this.GetType()")]
    [InlineData("|Customer", "Name")]
    public void Groups_are_the_same_with_a_graph_and_without(string type, string path)
    {
        string[] types = type.Split('|') is [_, var other] ? ["--type", other, "--type", "*Customer*"] : ["--type", type];
        var alone = Json(["common", Dump, .. types, "--by", path, "--sort", "count", "--limit", "0"]);
        var inGraph = Json(["common", Dump, .. types, "--by", path, "--sort", "count", "--limit", "0", "--where", "this != null"]);
        Assert.Equal(alone.GetProperty("groups").ToString(), inGraph.GetProperty("groups").ToString());
        Assert.Equal(alone.GetProperty("totals").ToString(), inGraph.GetProperty("totals").ToString());
        Assert.True(alone.GetProperty("groupCount").GetInt32() > 0);
        if (types.Length == 2)
        {
            using var heap = Heap.Open(Dump);
            var whole = JsonSerializer.Deserialize<JsonElement>(heap.ObjectsOf(type).By(path, limit: 0).ToJson());
            Assert.Equal(whole.GetProperty("groups").ToString(), alone.GetProperty("groups").ToString());
            Assert.Equal(whole.GetProperty("coverage").ToString(), alone.GetProperty("coverage").ToString());
        }
    }

    [Fact]
    public void Garbage_counts_neither_with_a_graph_nor_without_and_is_told_of()
    {
        var dump = LeakTargetDumps.Heap("Garbage");
        var sure = Json("objects", dump, "--by", "this.GetType()", "--limit", "0");
        using var heap = Heap.Open(dump);
        Assert.Equal(heap.ObjectsOf("*").By("this.GetType()", limit: 0).Sum(group => group.Objects), sure.GetProperty("totals").GetProperty("objects").GetInt64());
        Assert.Equal(
            CommandRun.Of("objects", dump, "--type", "byte[]", "--where", "this != null", "--by", "Length").Error,
            CommandRun.Of("objects", dump, "--type", "byte[]", "--by", "Length").Error);
    }

    [Fact]
    public void The_library_asks_the_same()
    {
        using var heap = Heap.Open(Dump);
        var orders = heap.ObjectsOf("Order");
        Assert.Equal(11, orders.Where("Number > 0").Where("Note != null").Count);
        var groups = orders.By("Buyer.Address.City");
        Assert.Equal(("\"city 0\"", 4), (groups[0].Value, groups.GroupCount));
        Assert.Equal(1200, groups.Sum(group => group.Objects));
        Assert.Contains("customer 3", orders.Selecting("Buyer.Name").ToString(), StringComparison.Ordinal);
        Assert.Throws<UnknownNameException>(() => orders.Where("Buyr = null"));
        Assert.Throws<ArgumentException>(() => orders.By("Buyer."));
    }

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json, Plain);

    private static JsonElement Json(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
