using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What is looked for in the current folder, and written to it.</summary>
[Collection(CurrentFolderCollection.Name)]
[NotQuick, AsInstalled]
public sealed partial class CurrentFolderTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_newest_dump_in_dumps_is_the_target_when_none_is_given_and_its_picture_is_drawn()
    {
        Directory.CreateDirectory("dumps");
        File.CreateSymbolicLink("dumps/app.dmp", LeakTargetDumps.Heap("BigFatLeak"));
        var run = CommandRun.Of("backrefs", "--type", "MyBigFatObject", "-o", "refs.png");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Target: dumps/app.dmp", run.Error, StringComparison.Ordinal);
        Assert.Equal((byte[])[0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes("refs.png")[..4]);
        Assert.False(File.Exists("refs.dot"));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("complete")]
    public void A_file_with_the_name_of_a_word_that_the_tool_has_is_not_taken_for_the_target(string word)
    {
        var before = CommandRun.Of(word);
        File.WriteAllText(word, "");
        Assert.Equal(before, CommandRun.Of(word));
    }

    [Theory]
    [InlineData("dumps/app")]
    [InlineData("./dumps/../dumps/app")]
    [InlineData("hard")]
    [InlineData("soft")]
    [InlineData("another")]
    public void A_result_is_not_written_over_the_dump_that_is_chosen_by_itself_nor_over_any_other(string output)
    {
        Directory.CreateDirectory("dumps");
        File.Copy(LeakTargetDumps.Heap("NoLeak"), "dumps/app");
        File.Copy(LeakTargetDumps.Heap("NoLeak"), "another");
        using (var link = Process.Start("ln", "dumps/app hard"))
        {
            link.WaitForExit();
        }

        File.CreateSymbolicLink("soft", "dumps/app");
        var before = File.ReadAllBytes("dumps/app");
        var run = CommandRun.Of("common", "-o", output);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"'{output}' is a dump, which no result is written over.\nName another file with -o", run.Error, StringComparison.Ordinal);
        Assert.All((string[])["dumps/app", "hard", "soft", "another"], dump => Assert.True(before.AsSpan().SequenceEqual(File.ReadAllBytes(dump))));
    }

    [Theory]
    [InlineData("common", "link", "-o", "app")]
    [InlineData("growth", "link", "other", "-o", "app")]
    [InlineData("doctor", "link", "-o", "app")]
    [InlineData("backrefs", "app.dot", "--type", "String", "-o", "app.png")]   // what is left when Graphviz fails
    [InlineData("triage", "other", "--baseline", "base.json", "-o", "same.json")]
    public void No_file_that_is_read_is_written_over(params string[] words)
    {
        foreach (var name in (string[])["app", "other", "app.dot"])
        {
            File.Copy(LeakTargetDumps.Heap("NoLeak"), name);
        }

        File.CreateSymbolicLink("link", "app");
        File.WriteAllText("base.json", CommandRun.Of("triage", "app", "--format", "json").Output);
        File.CreateSymbolicLink("same.json", "base.json");
        var before = Directory.GetFiles(".").Order(StringComparer.Ordinal).Select(file => (file, new FileInfo(file).LinkTarget, File.ReadAllBytes(file).Length)).ToArray();
        var run = CommandRun.Of(words);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(before, Directory.GetFiles(".").Order(StringComparer.Ordinal).Select(file => (file, new FileInfo(file).LinkTarget, File.ReadAllBytes(file).Length)));
    }

    [Fact]
    public void A_capture_takes_the_place_of_an_older_dump()
    {
        using var target = LeakTarget.Start("NoLeak");
        File.WriteAllBytes("app.dmp", File.ReadAllBytes(LeakTargetDumps.Heap("NoLeak"))[..100]);
        var run = CommandRun.Of("capture", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "-o", "app.dmp");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.InRange(new FileInfo("app.dmp").Length, 1 << 20, long.MaxValue);
        Assert.Single(Directory.GetFileSystemEntries("."));
    }

    [Fact]
    public void A_pipe_among_the_dumps_is_passed_over()
    {
        Directory.CreateDirectory("dumps");
        File.Copy(LeakTargetDumps.Heap("NoLeak"), "dumps/old.dmp");
        using (var make = Process.Start("mkfifo", "dumps/new.dmp"))
        {
            make.WaitForExit();
        }

        Assert.Contains("Target: dumps/old.dmp", CommandRun.Of("common").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_dump_is_not_enough_for_growth_even_when_it_is_the_default_target()
    {
        Directory.CreateDirectory("dumps");
        File.CreateSymbolicLink("dumps/app.dmp", LeakTargetDumps.Heap("NoLeak"));
        var run = CommandRun.Of("growth");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("Growth needs two snapshots or more.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md", 20)]
    [InlineData("docs/permissions.md", 2)]
    [InlineData("docs/production.md", 1)]
    [InlineData("docs/faq.md", 4)]
    [InlineData("docs/compare.md", 4)]
    public void Every_command_of_the_pages_runs(string page, int least)
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        foreach (var name in (string[])["snap1.dmp", "a.dmp"])
        {
            File.CreateSymbolicLink(name, before);
        }

        Directory.CreateDirectory("dumps");
        foreach (var name in (string[])["snap2.dmp", "b.dmp", "c.dmp", "app.dmp", "dumps/app.dmp"])
        {
            File.CreateSymbolicLink(name, after);
        }

        using var target = LeakTarget.Start("BigFatLeak");
        var commands = Commands().Matches(File.ReadAllText(Path.Combine(Repository.Root, page))).Select(match => match.Value.Trim('`', '\n'))
            .Where(command => !command.Contains('…', StringComparison.Ordinal) && !command.Contains('|', StringComparison.Ordinal)).Distinct().ToArray();
        Assert.True(commands.Length >= least, $"{commands.Length}");
        foreach (var command in commands)
        {
            var line = command.Replace("1234", target.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace(" Order", " MyBigFatObject", StringComparison.Ordinal);
            var words = Word().Matches(line).Select(word => word.Value.Trim('\'')).ToArray();
            var run = CommandRun.Of(words[1..]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.ExitCode} {run.AllErrors}");
        }
    }

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();

    // On a line of its own, or as code in a sentence.
    [GeneratedRegex(@"(?m)^heapgraph .+$|`heapgraph [^`]+`")]
    private static partial Regex Commands();
}
