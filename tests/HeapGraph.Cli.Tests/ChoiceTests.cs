using System.Globalization;
using System.Text.Json;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Which target and which objects are meant.</summary>
[NotQuick]
public sealed class ChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_that_dotnet_runs_goes_by_its_own_name()
    {
        using var target = LeakTarget.Start("KnownStatics");
        Assert.Contains($"{target.Id},KnownStatics,", CommandRun.Of("ps", "--format", "csv").Output, StringComparison.Ordinal);
        var run = CommandRun.Of("common", "--name", "KnownStatics", "--limit", "1");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"process {target.Id} (KnownStatics)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_only_the_later_dump_holds_has_grown_from_nothing()
    {
        var run = CommandRun.Of("growth", LeakTargetDumps.Heap("NoLeak"), LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "--format", "csv");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("MyBigFatObject,0,20000,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_neither_dump_holds_is_answered_with_the_nearest_names()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var run = CommandRun.Of("growth", dump, dump, "--type", "MyBigFatObjct");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("MyBigFatObject", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_chosen_twice_is_shown_once()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var first = TargetsOf("backrefs", dump, "--type", "MyBigFatObject")[0];
        var targets = TargetsOf("backrefs", dump, "--address", first, "--address", "0x" + first, "--type", "MyBigFatObject", "--limit", "2");
        Assert.Equal(2, targets.Distinct().Count());
        Assert.Contains(first, targets);
    }

    [Fact]
    public void A_type_with_only_unreachable_objects_is_an_empty_result_that_says_so()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var garbage = TypesOf("common", dump, "--all", "--limit", "0").Except(TypesOf("common", dump, "--limit", "0")).First();
        var run = CommandRun.Of("backrefs", dump, "--type", garbage);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("No reachable object matches.", run.Error, StringComparison.Ordinal);
        Assert.NotEmpty(TargetsOf("backrefs", dump, "--type", garbage, "--all"));
    }

    [Fact]
    public void A_process_is_found_by_its_name_and_none_or_several_of_it_are_refused()
    {
        // The name of a process is that of the program file; other runs of this test have others.
        var name = $"leaky{Environment.ProcessId}";
        var program = _folder.At(name);
        var none = CommandRun.Of("common", "--name", name);
        Assert.Equal(2, none.ExitCode);
        Assert.StartsWith($"There is no live .NET process named '{name}'.", none.Error, StringComparison.Ordinal);

        using var one = new NamedTarget(program);
        var run = CommandRun.Of("common", "--name", name);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("MyBigFatObject", run.Output, StringComparison.Ordinal);

        using var two = new NamedTarget(program);
        var several = CommandRun.Of("common", "--name", name);
        Assert.Equal(2, several.ExitCode);
        Assert.StartsWith($"There are 2 live .NET processes named '{name}'.", several.Error, StringComparison.Ordinal);
        Assert.Contains($"{two.Id} ({name})", several.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_between_two_snapshots_ends_with_130_and_the_process_runs_on()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        using var tool = ToolProcess.Start(
            "growth", "--pid", target.Id.ToString(CultureInfo.InvariantCulture), "--every", "1h", "--verbose", "-o", _folder.At("growth.txt"));
        while (tool.StandardError.ReadLine() is { } line && !line.StartsWith("Counting by type", StringComparison.Ordinal))
        {
        }

        ToolProcess.Interrupt(tool);
        tool.WaitForExit();
        Assert.Equal(130, tool.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), $"heapgraph-{tool.Id}-*"));
        Assert.Equal("grown 25000", target.Send("grow", "grown"));
    }

    private static string[] TargetsOf(params string[] args) =>
        [.. Json(args).GetProperty("nodes").EnumerateArray()
            .Where(node => node.GetProperty("kind").GetString() == "target").Select(node => node.GetProperty("address").GetString()!)];

    private static string[] TypesOf(params string[] args) =>
        [.. Json(args).GetProperty("types").EnumerateArray().Select(row => row.GetProperty("type").GetString()!)];

    private static JsonElement Json(string[] args)
    {
        var run = CommandRun.Of([.. args, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonElement.Parse(run.Output);
    }
}
