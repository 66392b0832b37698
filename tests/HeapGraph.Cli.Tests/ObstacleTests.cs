using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;
using static HeapGraph.Cli.Tests.ProcessFacts;

namespace HeapGraph.Cli.Tests;

/// <summary>Whatever stands between us and a process ends in a result by another way or in a sentence with the remedies,
/// and the process runs on.</summary>
[Collection("Live processes")]
[SupportedOSPlatform("linux")]
[NotQuick, AsInstalled]
public sealed class ObstacleTests : IDisposable
{
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
        Assert.SkipUnless(ConfinedTool.MayTrace, ConfinedTool.MayNotTrace);
        using var target = LeakTarget.Start("BigFatLeak");
        var run = ConfinedTool.WithoutTracing("common", "--pid", Text(target.Id), "--type", "MyBigFatObject", "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("MyBigFatObject,20000", run.Output.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("ptrace is not allowed here (the capability SYS_PTRACE is missing): the process wrote a dump of ", run.Error, StringComparison.Ordinal);
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
        Assert.SkipUnless(ConfinedTool.MayTrace, ConfinedTool.MayNotTrace);
        using var target = LeakTarget.Start("BigFatLeak");
        var run = ConfinedTool.UnderFilter(calls, error, "common", "--pid", Text(target.Id), "--type", "MyBigFatObject", "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("MyBigFatObject,20000", run.Output.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("ptrace is not allowed here (seccomp forbids it): the process wrote a dump of ", run.Error, StringComparison.Ordinal);
        Assert.Contains("--security-opt seccomp=unconfined", ConfinedTool.UnderFilter(calls, error, "doctor", "--pid", Text(target.Id)).Output, StringComparison.Ordinal);
        Assert.Equal((0, 'S'), (TracerOf(target.Id), StateOf(target.Id)));
        Assert.Equal("grown 25000", target.Send("grow", "grown"));
    }

    [Fact]
    public void With_the_socket_off_a_process_is_frozen_and_with_both_ways_closed_each_remedy_is_named()
    {
        Assert.SkipUnless(ConfinedTool.MayTrace, ConfinedTool.MayNotTrace);
        using var target = LeakTarget.Start("NoLeak", environment: [("DOTNET_EnableDiagnostics", "0")]);
        var open = CommandRun.Of("common", "--pid", Text(target.Id));
        Assert.True(open.ExitCode == 0, open.Error);
        Assert.Contains("its diagnostics socket is not there; not needed", CommandRun.Of("doctor", "--pid", Text(target.Id), "--format", "csv").Output, StringComparison.Ordinal);

        var closed = ConfinedTool.WithoutTracing("common", "--pid", Text(target.Id));
        var doctor = ConfinedTool.WithoutTracing("doctor", "--pid", Text(target.Id), "--format", "json");
        Assert.Equal((3, 3), (closed.ExitCode, doctor.ExitCode));
        Assert.Contains("--cap-add=SYS_PTRACE", closed.Error, StringComparison.Ordinal);
        Assert.Contains("--pid=container:NAME", closed.Error, StringComparison.Ordinal);
        Assert.Contains("DOTNET_EnableDiagnostics=0", closed.Error, StringComparison.Ordinal);
        Assert.Contains("\"canBeRead\": false", doctor.Output, StringComparison.Ordinal);
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
        Assert.SkipUnless(LeakTargetContainer.IsSeparate, LeakTargetContainer.IsNotSeparate);
        using var target = new LeakTargetContainer("BigFatLeak", "10m");
        Assert.Contains(Text(target.Id), CommandRun.Of("ps").Output, StringComparison.Ordinal);
        var run = CommandRun.Of("common", "--pid", Text(target.Id), "--type", "MyBigFatObject");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20,000", run.Output, StringComparison.Ordinal);
        Assert.Contains("there it is process 1", CommandRun.Of("doctor", "--pid", Text(target.Id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_process_of_a_container_needs_no_number()
    {
        Assert.SkipUnless(LeakTargetContainer.IsSeparate, LeakTargetContainer.IsNotSeparate);
        using var target = new LeakTargetContainer("BigFatLeak", "10m");
        var run = ConfinedTool.Inside(target.Id, "common", "--pid", "--type", "MyBigFatObject");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20,000", run.Output, StringComparison.Ordinal);
        Assert.Contains("(BigFatLeak)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_told_before_anything_is_written_to_it()
    {
        Assert.SkipUnless(LeakTargetContainer.IsSeparate, LeakTargetContainer.IsNotSeparate);
        using var target = LeakTarget.Start("BusyTarget", "0 8");
        var saved = ConfinedTool.WithFull(_folder.Path, "capture", "--pid", Text(target.Id), "-o", _folder.At("x.dmp"));
        Assert.Equal((3, "left: "), (saved.ExitCode, saved.Output.TrimEnd('\n')));
        Assert.Contains("The dump needs ", saved.Error, StringComparison.Ordinal);
        var spilt = ConfinedTool.WithFull(_folder.Path, "common", "--pid", Text(target.Id), "--spill", _folder.Path);
        Assert.Equal((3, "left: "), (spilt.ExitCode, spilt.Output.TrimEnd('\n')));
        Assert.Contains("--spill", spilt.Error, StringComparison.Ordinal);
        Assert.True(target.IsRunning);
    }

    [Fact]
    public void A_stopped_process_is_read_and_stays_stopped_until_it_is_continued()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        Signal.Send("STOP", target.Id);
        Assert.True(SpinWait.SpinUntil(() => StateOf(target.Id) == 'T', Patience));
        var run = CommandRun.Of("common", "--pid", Text(target.Id), "--type", "MyBigFatObject");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("20,000", run.Output, StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => StateOf(target.Id) == 'T', Patience), "It does not stand still any more.");
        Signal.Send("CONT", target.Id);
        Assert.Equal("grown 25000", target.Send("grow", "grown"));
    }

    [Theory]
    [InlineData("INT", 2)]
    [InlineData("TERM", 15)]
    public void A_signal_to_the_reader_while_it_freezes_a_process_ends_it_with_130_and_the_process_runs_on(string signal, int number)
    {
        using var target = LeakTarget.Start("BusyTarget", "1 200");
        using var reader = StoppedReader.Of(target.Id, spins: 0, "common", "--pid", Text(target.Id), "--max-freeze", "60s");
        Signal.Send(signal, reader.Tool.Id);
        WaitForPending(reader.Id, number);
        Signal.Send("CONT", reader.Id);
        var said = reader.Tool.StandardError.ReadToEnd();
        reader.Tool.WaitForExit();
        Assert.True(reader.Tool.ExitCode == 130, $"{reader.Tool.ExitCode}: {said}");
        Assert.True(SpinWait.SpinUntil(() => TracerOf(target.Id) == 0 && StateOf(target.Id) is 'S' or 'R', Patience));
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
}
