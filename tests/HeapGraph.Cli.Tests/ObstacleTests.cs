using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Whatever stands between us and a process ends in a result by another way or in a sentence with the remedies,
/// and the process runs on.</summary>
[Collection("The current folder is one for all")]
[SupportedOSPlatform("linux")]
public sealed class ObstacleTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_user_is_told_whose_the_process_is()
    {
        using var target = LeakTarget.Start("NoLeak");

        // Who can't become another user looks at root's first process instead.
        var run = ConfinedTool.AsNobody(_folder.Path, "common", "--pid", ConfinedTool.IsRoot ? Text(target.Id) : "1");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("its user id is 0, ours ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--cap-add=SYS_PTRACE", run.Error, StringComparison.Ordinal);
        Assert.True(target.IsRunning);
    }

    [Fact]
    public void Without_the_right_to_trace_the_process_writes_a_dump_of_which_nothing_stays()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var run = ConfinedTool.WithoutTracing("common", "--pid", Text(target.Id), "--type", "MyBigFatObject", "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("MyBigFatObject,20000", run.Output.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // Where the tests never had that right, nothing was taken away: the process is as free as its reader.
        Assert.Contains(
            ConfinedTool.MayTrace ? "ptrace is not allowed here (the capability SYS_PTRACE is missing): the process wrote a dump of " : "The process stood still for", run.Error, StringComparison.Ordinal);
        Assert.Equal("grown 25000", target.Send("grow", "grown"));
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "heapgraph-*"), folder => File.Exists(Path.Combine(folder, "heap.dmp")));
    }

    [Theory]
    [InlineData(1, "ptrace", "process_vm_readv")]
    [InlineData(38, "ptrace", "process_vm_readv")]
    [InlineData(1, "ptrace")]
    [InlineData(38, "process_vm_readv")]
    public void Under_a_filter_of_system_calls_the_process_writes_a_dump_and_the_filter_is_named(int error, params string[] calls)
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var run = ConfinedTool.UnderFilter(calls, error, "common", "--pid", Text(target.Id), "--type", "MyBigFatObject", "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("MyBigFatObject,20000", run.Output.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // Who had no right to trace before is told of that.
        Assert.Matches($@"ptrace is not allowed here \({(ConfinedTool.MayTrace ? "seccomp forbids it" : ".+")}\): the process wrote a dump of ", run.Error);
        Assert.Contains(
            ConfinedTool.MayTrace ? "--security-opt seccomp=unconfined" : "ptrace", ConfinedTool.UnderFilter(calls, error, "doctor", "--pid", Text(target.Id)).Output, StringComparison.Ordinal);
        Assert.Equal(("0", 'S'), (TracerOf(target.Id), StateOf(target.Id)));
        Assert.Equal("grown 25000", target.Send("grow", "grown"));
    }

    [Fact]
    public void With_the_socket_off_a_process_is_frozen_and_with_both_ways_closed_each_remedy_is_named()
    {
        using var target = LeakTarget.Start("NoLeak", environment: [("DOTNET_EnableDiagnostics", "0")]);
        var open = CommandRun.Of("common", "--pid", Text(target.Id));
        Assert.True(open.ExitCode == 0, open.Error);
        Assert.Contains("its diagnostics socket is not there; not needed", CommandRun.Of("doctor", "--pid", Text(target.Id), "--format", "csv").Output, StringComparison.Ordinal);

        var closed = ConfinedTool.WithoutTracing("common", "--pid", Text(target.Id));
        var doctor = ConfinedTool.WithoutTracing("doctor", "--pid", Text(target.Id), "--format", "json");
        Assert.Equal(closed.ExitCode, doctor.ExitCode);
        Assert.Equal(ConfinedTool.MayTrace ? 3 : 0, closed.ExitCode);
        if (ConfinedTool.MayTrace)
        {
            Assert.Contains("--cap-add=SYS_PTRACE", closed.Error, StringComparison.Ordinal);
            Assert.Contains("--pid=container:NAME", closed.Error, StringComparison.Ordinal);
            Assert.Contains("DOTNET_EnableDiagnostics=0", closed.Error, StringComparison.Ordinal);
            Assert.Contains("\"canBeRead\": false", doctor.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_socket_of_a_killed_process_is_not_taken_for_that_of_another_with_its_id()
    {
        using var silent = LeakTarget.Start("NoLeak", environment: [("DOTNET_EnableDiagnostics", "0")]);
        using var foreign = Process.Start("sleep", "1000");
        string[] left = [.. new[] { silent.Id, foreign.Id }.Select(id => Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{Text(id)}-1-socket"))];
        try
        {
            Array.ForEach(left, file => File.WriteAllText(file, ""));
            Assert.Contains("its diagnostics socket is not there", CommandRun.Of("doctor", "--pid", Text(silent.Id)).Output, StringComparison.Ordinal);
            Assert.DoesNotContain(Text(foreign.Id), CommandRun.Of("ps", "--format", "csv").Output.Split('\n').Select(row => row.Split(',')[0]));
        }
        finally
        {
            Array.ForEach(left, File.Delete);
            foreign.Kill();
        }
    }

    [Fact]
    public void A_process_in_namespaces_of_its_own_is_listed_and_read()
    {
        using var target = new LeakTargetContainer("BigFatLeak", "10m");
        Assert.Contains(Text(target.Id), CommandRun.Of("ps").Output, StringComparison.Ordinal);
        var run = CommandRun.Of("common", "--pid", Text(target.Id), "--type", "MyBigFatObject");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20,000", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            LeakTargetContainer.IsSeparate, CommandRun.Of("doctor", "--pid", Text(target.Id)).Output.Contains("there it is process 1", StringComparison.Ordinal));
    }

    [Fact]
    public void The_only_process_of_a_container_needs_no_number()
    {
        using var target = new LeakTargetContainer("BigFatLeak", "10m");
        var run = LeakTargetContainer.IsSeparate
            ? ConfinedTool.Inside(target.Id, "common", "--pid", "--type", "MyBigFatObject")
            : ToolProcess.Run("common", "--pid", Text(target.Id), "--type", "MyBigFatObject");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20,000", run.Output, StringComparison.Ordinal);
        Assert.Contains("(BigFatLeak)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_told_before_anything_is_written_to_it()
    {
        using var target = LeakTarget.Start("BusyTarget", "0 8");
        if (LeakTargetContainer.IsSeparate)
        {
            var saved = ConfinedTool.WithFull(_folder.Path, "capture", "--pid", Text(target.Id), "-o", Path.Combine(_folder.Path, "x.dmp"));
            Assert.Equal((3, "left: "), (saved.ExitCode, saved.Output.TrimEnd('\n')));
            Assert.Contains("The dump needs ", saved.Error, StringComparison.Ordinal);
            var spilt = ConfinedTool.WithFull(_folder.Path, "common", "--pid", Text(target.Id), "--spill", _folder.Path);
            Assert.Equal((3, "left: "), (spilt.ExitCode, spilt.Output.TrimEnd('\n')));
            Assert.Contains("--spill", spilt.Error, StringComparison.Ordinal);
        }
        else
        {
            // Without the right to mount a small disk, the device that is always full.
            Assert.Equal(3, CommandRun.Of("capture", "--pid", Text(target.Id), "-o", "/dev/full").ExitCode);
        }

        Assert.True(target.IsRunning);
    }

    [Fact]
    public void A_stopped_process_is_read_and_stays_stopped_until_it_is_continued()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        Send("STOP", target.Id);
        Assert.True(SpinWait.SpinUntil(() => StateOf(target.Id) == 'T', Patience));
        var run = CommandRun.Of("common", "--pid", Text(target.Id), "--type", "MyBigFatObject");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20,000", run.Output, StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => StateOf(target.Id) == 'T', Patience), "It does not stand still any more.");
        Send("CONT", target.Id);
        Assert.Equal("grown 25000", target.Send("grow", "grown"));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_to_the_reader_while_it_freezes_a_process_ends_it_with_130_and_the_process_runs_on(string signal)
    {
        using var target = LeakTarget.Start("BusyTarget", "1 200");
        using var tool = ToolProcess.Start("common", "--pid", Text(target.Id), "--max-freeze", "60s");
        Assert.True(SpinWait.SpinUntil(() => tool.HasExited || TracerOf(target.Id) != "0", Patience));
        Send(signal, tool.Id);
        var said = tool.StandardError.ReadToEnd();
        tool.WaitForExit();
        Assert.True(tool.ExitCode == 130, $"{tool.ExitCode}: {said}");
        Assert.True(SpinWait.SpinUntil(() => TracerOf(target.Id) == "0" && StateOf(target.Id) is 'S' or 'R', Patience));
        Assert.EndsWith(" 0", target.Send("count", "counted"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_freeze_that_would_take_too_long_is_refused_with_what_it_would_have_needed()
    {
        using var target = LeakTarget.Start("BusyTarget", "1 100");
        var run = CommandRun.Of("common", "--pid", Text(target.Id), "--max-freeze", "1ms");
        Assert.Equal(3, run.ExitCode);
        Assert.Matches(@"copying its [\d,]+ bytes takes some \d+\.\d s at [\d,]+ MB/s|not all of its threads could be stopped", run.Error);
        Assert.Contains("--max-freeze ", run.Error, StringComparison.Ordinal);
        Assert.EndsWith(" 0", target.Send("count", "counted"), StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_tells_of_a_dump_what_can_be_read_and_of_a_cut_one_why_not()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var whole = CommandRun.Of("doctor", dump, "--format", "csv");
        Assert.True(whole.ExitCode == 0, whole.Output);
        Assert.Matches(@"(?s)file,ok,.*runtime,ok,.*DAC,ok,.*libmscordaccore\.so.*heap,ok,.*temporary folder,.*Graphviz,", whole.Output);

        var cut = _folder.File("cut.dmp", File.ReadAllBytes(dump).AsSpan(0, 1_000));
        var broken = CommandRun.Of("doctor", cut, "--format", "json");
        Assert.Equal(3, broken.ExitCode);
        Assert.Contains("was cut off", broken.Output, StringComparison.Ordinal);
        Assert.Contains("\"remedy\": \"Copy it again", broken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_tells_of_a_temporary_folder_that_is_not_there()
    {
        var run = ToolProcess.RunWith("TMPDIR", Path.Combine(_folder.Path, "absent"), "doctor", LeakTargetDumps.Heap("BigFatLeak"), "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("temporary folder,limited,there is no ", run.Output, StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static char StateOf(int process) => Status(process, "State:")[0];

    private static string TracerOf(int process) => Status(process, "TracerPid:");

    private static string Status(int process, string name) =>
        File.ReadLines($"/proc/{Text(process)}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();

    private static void Send(string signal, int process)
    {
        using var kill = Process.Start("kill", $"-{signal} {Text(process)}");
        kill.WaitForExit();
    }
}
