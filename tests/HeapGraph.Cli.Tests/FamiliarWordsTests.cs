using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What people type out of habit leads to the command that they mean.</summary>
public sealed class FamiliarWordsTests
{
    [Theory]
    [InlineData("diff", "growth")]
    [InlineData("compare", "growth")]
    [InlineData("gcroot", "chain")]
    [InlineData("path", "chain")]
    [InlineData("dumpheap", "common")]
    [InlineData("histogram", "common")]
    [InlineData("leaks", "triage")]
    [InlineData("retained", "dominators")]
    [InlineData("ls", "ps")]
    public void A_word_of_another_tool_is_the_command_that_does_it(string word, string command) =>
        Assert.Equal(CommandRun.Of(command, "--help").Output, CommandRun.Of(word, "--help").Output);

    [Theory]
    [InlineData("help")]
    [InlineData("help", "growth")]
    [InlineData("help", "diff")]
    public void Help_is_a_word_too(params string[] words)
    {
        var run = CommandRun.Of(words);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(CommandRun.Of([.. words[1..].Select(_ => "growth"), "--help"]).Output, run.Output);
    }

    [NotQuick]
    [Fact]
    public void A_dump_alone_is_asked_for_its_leak_suspects()
    {
        var dump = LeakTargetDumps.Heap("StaticListLeak");
        var run = CommandRun.Of(dump);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(CommandRun.Of("triage", dump).Output, run.Output);
    }

    [NotQuick]
    [Fact]
    public void A_process_alone_is_asked_for_its_leak_suspects()
    {
        using var target = LeakTarget.Start("StaticListLeak");
        var run = CommandRun.Of("--pid", $"{target.Id}");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("Static field Log.Entries keeps", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_is_no_command_and_no_file_is_refused() => Assert.Equal(2, CommandRun.Of("no-such-thing").ExitCode);
}
