using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What would be freed, as a user asks for it.</summary>
[NotQuick]
public sealed class WhatIfTests
{
    private static readonly string Dump = LeakTargetDumps.Heap("BigFatLeak");

    [Fact]
    public void Cutting_the_static_dictionary_frees_what_the_dominator_tree_says_it_retains()
    {
        var freed = Json("--cut", "Catalog.Items");
        var top = Run("dominators", Dump).GetProperty("nodes")[0];
        Assert.Equal("heapgraph.what-if/1", freed.GetProperty("schema").GetString());
        Assert.Equal(top.GetProperty("retainedBytes").GetInt64(), freed.GetProperty("freed").GetProperty("bytes").GetInt64());
        Assert.Equal(("Shop.Catalog.Items", 1), (freed.GetProperty("cuts")[0].GetProperty("fields")[0].GetString(), freed.GetProperty("cuts")[0].GetProperty("references").GetInt32()));
    }

    [Theory]
    [InlineData("MyBigFatObject.Payload", 20_000, 20_000)]
    [InlineData("Dictionary<int, MyBigFatObject>.Entry[].value", 20_000, 60_000)]
    public void Fields_of_objects_and_of_elements_can_be_cut(string field, int references, int freed)
    {
        var json = Json("--cut", field);
        Assert.Equal((references, freed), (json.GetProperty("cuts")[0].GetProperty("references").GetInt32(), json.GetProperty("freed").GetProperty("objects").GetInt32()));
    }

    [Fact]
    public void Cuts_count_together_and_each_reference_once()
    {
        var json = Json("--cut", "MyBigFatObject.Payload", "--cut", "MyBigFatObject.*", "--limit", "1");
        Assert.Equal([20_000, 40_000], json.GetProperty("cuts").EnumerateArray().Select(cut => cut.GetProperty("references").GetInt32()));
        Assert.Equal((40_000, 2, 1), (json.GetProperty("freed").GetProperty("objects").GetInt32(), json.GetProperty("typesTotal").GetInt32(), json.GetProperty("types").GetArrayLength()));
    }

    [Fact]
    public void The_answer_begins_with_what_was_cut_and_what_that_frees()
    {
        var run = CommandRun.Of("what-if", Dump, "--cut", "Catalog.Items", "--short");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"\nCut Shop\.Catalog\.Items: 1 reference\n60,003 objects would be freed: 4\.8 MB \(9\d\.\d %\)\n", run.Output);
    }

    [Fact]
    public void What_lives_by_other_ways_is_said()
    {
        var run = CommandRun.Of("what-if", LeakTargetDumps.Heap("KnownShape"), "--cut", "References.First");
        Assert.Contains("0 objects would be freed: 0 B (0.0 %)\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("These references lead to 1 reachable object; alive by other ways, which 'heapgraph chain --paths' shows: 1\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("No field that holds references matches 'Catalog.Itms'.\nThe nearest names: Shop.Catalog.Items\n", "--cut", "Catalog.Itms")]
    [InlineData("Nothing to cut was named.\n")]
    [InlineData("No field that holds references matches '*Entry[].value.Payload'.\n", "--cut", "*Entry[].value.Payload")]
    [InlineData("'/(/' is no regular expression", "--cut", "/(/")]
    public void A_name_that_means_nothing_ends_with_near_ones(string message, params string[] args)
    {
        var run = CommandRun.Of(["what-if", Dump, .. args]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fewest_cuts_are_suggested_with_what_each_frees_alone_and_all_together()
    {
        var dump = LeakTargetDumps.Heap("ManyAnchors");
        var json = Run("what-if", dump, "--suggest", "--type", "MainWindow");
        var anchors = Run("chain", dump, "--type", "MainWindow", "--anchors").GetProperty("anchors");
        Assert.Equal((200, 200, true, true), (Suggested("objects").GetInt32(), Suggested("freed").GetInt32(), Suggested("isComplete").GetBoolean(), Suggested("isFewest").GetBoolean()));
        Assert.Equal(
            anchors.GetProperty("fewest").EnumerateArray().Select(cut => cut.GetProperty("field").GetString()),
            json.GetProperty("cuts").EnumerateArray().Select(cut => cut.GetProperty("fields")[0].GetString()));
        Assert.Equal(
            anchors.GetProperty("ways").EnumerateArray().Select(way => way.GetProperty("alone").GetProperty("bytes").GetInt64()),
            json.GetProperty("cuts").EnumerateArray().Select(cut => cut.GetProperty("alone").GetProperty("bytes").GetInt64()));
        Assert.Equal(anchors.GetProperty("together").GetProperty("bytes").GetInt64(), json.GetProperty("freed").GetProperty("bytes").GetInt64());
        Assert.Equal(
            json.GetProperty("freed").GetRawText(),
            Run(["what-if", dump, .. json.GetProperty("cuts").EnumerateArray().SelectMany(cut => (string[])["--cut", cut.GetProperty("name").GetString()!])]).GetProperty("freed").GetRawText());
        Assert.Contains("\nTogether they free all 200 chosen objects; no fewer cuts do.\n", CommandRun.Of("what-if", dump, "--suggest", "--type", "MainWindow").Output, StringComparison.Ordinal);

        JsonElement Suggested(string name) => json.GetProperty("suggested").GetProperty(name);
    }

    [Theory]
    [InlineData("--suggest finds what to cut, so --cut says nothing.\n", "--suggest", "--type", "MyBigFatObject", "--cut", "Catalog.Items")]
    [InlineData("Objects are chosen for --suggest alone.\n", "--type", "MyBigFatObject", "--cut", "Catalog.Items")]
    [InlineData("No object was chosen.\n", "--suggest")]
    public void Cuts_are_named_or_looked_for(string message, params string[] args)
    {
        var run = CommandRun.Of(["what-if", Dump, .. args]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    private static JsonElement Json(params string[] args) => Run(["what-if", Dump, .. args]);

    private static JsonElement Run(params string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
