using System.Diagnostics;
using System.Globalization;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What is looked for in the current folder, and written to it.</summary>
[Collection(CurrentFolderCollection.Name)]
[NotQuick, AsInstalled]
public sealed class CurrentFolderTests : IDisposable
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

    [Fact]
    public void Every_command_of_the_README_runs()
    {
        var (before, after) = LeakTargetDumps.Pair("BigFatLeak");
        File.CreateSymbolicLink("snap1.dmp", before);
        File.CreateSymbolicLink("snap2.dmp", after);
        File.CreateSymbolicLink("app.dmp", after);
        Directory.CreateDirectory("dumps");
        File.CreateSymbolicLink("dumps/app.dmp", after);
        using var target = LeakTarget.Start("BigFatLeak");
        var commands = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"))
            .Select(line => line.TrimStart('$', ' ')).Where(line => line.StartsWith("heapgraph ", StringComparison.Ordinal)).ToArray();
        Assert.True(commands.Length >= 3);
        foreach (var command in commands)
        {
            var words = command.Replace("1234", target.Id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('\'')).ToArray();
            var run = CommandRun.Of(words[1..]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.ExitCode} {run.Error}");
        }
    }
}
