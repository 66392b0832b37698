using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>One object as a user looks at it.</summary>
[NotQuick]
public sealed class ShowTests
{
    private static readonly string Arrows = LeakTargetDumps.Heap("ArrowKinds");
    private static readonly string Leak = LeakTargetDumps.Heap("BigFatLeak");

    [Fact]
    public void An_object_is_shown_with_its_fields_its_referrers_and_its_chain()
    {
        var output = Output("show", Arrows, "--type", "Kinds", "--short", "--retained");
        foreach (var line in (string[])
            ["\n  MethodTable ", ", retains ", ", assembly ArrowKinds\n", "\n    Maps = object[] ", "\n    Callback = Action ", "ByInstanceMethod.OnPriceChanged\n", "\n    Name = ByProperty ",
            "\n    Slots[0] = null (object)\n", "\n    Slots[1] = ByInlineArray ", "\n  1 refers to it:\n    static Kinds.All\n", "\n  Alive because of:\n    static Kinds.All\n    └ Kinds "])
        {
            Assert.Contains(line, output, StringComparison.Ordinal);
        }

        Assert.Contains("\n    <Name>k__BackingField = ByProperty ", Output("show", Arrows, "--type", "Kinds", "--short", "--raw"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Holder", "Number", "int", "1")]
    [InlineData("Dictionary<int, object>", "_count", "int", "1")]
    [InlineData("Dictionary<Colour, object>.Entry[]", "[0].key", "Colour", "Red")]
    [InlineData("Dictionary<Guid, object>.Entry[]", "[0].key", "System.Guid", "6f9619ff-8b86-d011-b42d-00cf4fc964ff")]
    [InlineData("Dictionary<string, ValueTuple<int, object>>.Entry[]", "[0].value.Item1", "int", "1")]
    [InlineData("Dictionary<bool, object>.Entry[]", "[0].key", "bool", "true")]
    public void Fields_have_their_types_and_values_those_of_structs_by_their_path(string type, string name, string declared, string value)
    {
        var field = Assert.Single(Only(Arrows, "--type", type).GetProperty("fields").EnumerateArray(), field => field.GetProperty("name").GetString() == name);
        Assert.Equal((declared, value), (field.GetProperty("type").GetString(), field.GetProperty("value").GetString()));
        var hidden = Only(Arrows, "--type", type, "--no-values").GetProperty("fields").EnumerateArray().Single(field => field.GetProperty("name").GetString() == name);
        Assert.Equal(JsonValueKind.Null, hidden.GetProperty("value").ValueKind);
    }

    [Fact]
    public void An_address_names_its_object_with_or_without_the_option()
    {
        var box = Only(Arrows, "--type", "Holder");
        var reference = box.GetProperty("fields").EnumerateArray().Single(field => field.GetProperty("name").GetString() == "Reference");
        Assert.Equal("ByBox", reference.GetProperty("targetType").GetString());
        var address = reference.GetProperty("address").GetString()!;
        foreach (var words in (string[][])[[address], ["0x" + address], ["--address", address]])
        {
            var shown = Only([Arrows, .. words]);
            Assert.Equal("ByBox", shown.GetProperty("type").GetString());
            Assert.Equal("Reference", Assert.Single(shown.GetProperty("referrers").EnumerateArray()).GetProperty("via").GetString());
            Assert.Equal(["Kinds", "Holder", "ByBox"], shown.GetProperty("chain").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("type").GetString()));
        }
    }

    [Fact]
    public void The_picture_shows_what_refers_to_the_object()
    {
        using var folder = new TemporaryFolder();
        var picture = folder.At("show.dot");
        Output("show", Leak, "--type", "MyBigFatObject", "-o", picture);
        Assert.Contains("Shop.Catalog.Items", File.ReadAllText(picture), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_array_the_first_elements_are_shown_and_the_others_counted()
    {
        var entries = Only(Leak, "--type", "Dictionary<int, MyBigFatObject>.Entry[]", "--elements", "2");
        Assert.Equal(36_351, entries.GetProperty("hiddenElements").GetInt32());
        Assert.Equal(["[0].value", "[1].value"], entries.GetProperty("fields").EnumerateArray().Where(field => field.TryGetProperty("address", out _)).Select(field => field.GetProperty("name").GetString()));
        Assert.Equal("loh", entries.GetProperty("generation").GetString());
    }

    [Fact]
    public void Several_objects_of_a_type_are_shown_up_to_the_limit()
    {
        var run = CommandRun.Of("show", Leak, "--type", "MyBigFatObject", "--limit", "3", "--format", "json", "--retained");
        Assert.Contains("20,000 objects match; shown: 3", run.Error, StringComparison.Ordinal);
        var objects = JsonElement.Parse(run.Output).GetProperty("objects");
        Assert.Equal(3, objects.GetArrayLength());
        Assert.All(objects.EnumerateArray(), shown => Assert.True(shown.GetProperty("retainedBytes").GetInt64() > shown.GetProperty("bytes").GetInt64()));
        Assert.Contains("object,type,field,value\r\n", Output("show", Leak, "--type", "MyBigFatObject", "--format", "csv"), StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_says_that_no_root_reaches_it()
    {
        Assert.Contains("No GC root reaches it.", Output("show", LeakTargetDumps.Heap("KnownShape"), "--type", "HeldByWeakHandle", "--all"), StringComparison.Ordinal);
        Assert.Equal(2, CommandRun.Of("show", Leak).ExitCode);
        Assert.Contains("No object starts at 1234", CommandRun.Of("show", Leak, "1234").Error, StringComparison.Ordinal);
    }

    private static JsonElement Only(params string[] args) =>
        Assert.Single(JsonElement.Parse(Output(["show", .. args, "--format", "json"])).GetProperty("objects").EnumerateArray());

    private static string Output(params string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
