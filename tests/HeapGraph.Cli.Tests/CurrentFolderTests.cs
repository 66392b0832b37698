using System.Diagnostics;
using System.Globalization;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What is looked for in the current folder, and written to it.</summary>
[Collection(CurrentFolderCollection.Name)]
[NotQuick]
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
