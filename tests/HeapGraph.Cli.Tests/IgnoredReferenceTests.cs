using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Questions asked as if a field held nothing (<c>--ignore-reference</c>).</summary>
[NotQuick]
public sealed class IgnoredReferenceTests
{
    private static readonly string Leak = LeakTargetDumps.Heap("BigFatLeak");
    private static readonly string Arrows = LeakTargetDumps.Heap("ArrowKinds");

    [Theory]
    [InlineData("Shop.Catalog.Items")]
    [InlineData("Dictionary<int, MyBigFatObject>._entries")]
    [InlineData("*.Entry[].value")]
    [InlineData("Dictionary<int, MyBigFatObject>.Entry[]")]
    public void What_a_cut_would_free_does_not_count(string reference)
    {
        var run = CommandRun.Of("common", Leak, "--type", "MyBigFatObject", "--ignore-reference", reference);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(": 0 reachable objects", run.Output, StringComparison.Ordinal);
        Assert.Matches($@"Ignored as asked: [\d,]+ references? of {System.Text.RegularExpressions.Regex.Escape(reference)}\.", run.Output);
    }

    [Theory]
    [InlineData("chain")]
    [InlineData("backrefs")]
    [InlineData("refs")]
    [InlineData("dominators")]
    public void Every_result_says_what_was_cut(string command)
    {
        string[] objects = command == "dominators" ? [] : ["--type", "Kinds"];
        var run = CommandRun.Of([command, Arrows, .. objects, "--ignore-reference", "Kinds.Name", "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(
            "Ignored as asked: 1 reference of Kinds.Name.",
            Assert.Single(JsonElement.Parse(run.Output).GetProperty("coverage").GetProperty("warnings").EnumerateArray()).GetString());
        Assert.DoesNotContain("ByProperty", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_that_only_the_cut_kept_alive_has_no_chain()
    {
        var run = CommandRun.Of("chain", Arrows, "--type", "ByProperty", "--ignore-reference", "Kinds.Name", "--all");
        Assert.Contains("no GC root reaches it", run.Output, StringComparison.Ordinal);
        Assert.Contains("Ignored as asked: 1 reference of Kinds.Name.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kinds.Nam", "No field that holds references matches 'Kinds.Nam'.", "Kinds.Name")]
    [InlineData("Kindz.Name", "No field that holds references matches 'Kindz.Name'.", "Kinds.Name")]
    [InlineData("Kinds.Al", "No field that holds references matches 'Kinds.Al'.", "Kinds.All")]
    [InlineData("Name", "No field that holds references matches 'Name'.", "Kinds.Name")]
    public void What_there_is_not_ends_in_a_sentence_with_the_nearest_names(string reference, string sentence, string nearest)
    {
        var run = CommandRun.Of("chain", Arrows, "--type", "ByProperty", "--ignore-reference", reference);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Contains(nearest, run.Error, StringComparison.Ordinal);
    }
}
