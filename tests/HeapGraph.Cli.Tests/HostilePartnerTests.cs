using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Whoever owns the process that is read, or shares a folder with us, chooses neither what we run nor what we write.</summary>
[Collection("Live processes")]
[SupportedOSPlatform("linux")]
[NotQuick, AsInstalled]
public sealed class HostilePartnerTests : IDisposable
{
    private const string MayNotBeAnother = "Only root may run a process of another user.";
    private static readonly string[] TraceCalls = ["ptrace", "process_vm_readv"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(".:")]
    [InlineData(":bin:./bin:")]
    public void A_program_named_dot_in_the_current_folder_is_not_run(string before)
    {
        Directory.CreateDirectory(_folder.At("bin"));
        foreach (var planted in (string[])["dot", "bin/dot"])
        {
            File.WriteAllText(_folder.At(planted), $"#!/bin/sh\ntouch '{_folder.At("was run")}'\nexit 1\n");
            File.SetUnixFileMode(_folder.At(planted), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var path = before + Environment.GetEnvironmentVariable("PATH");
        var run = ToolProcess.RunInWith(_folder.Path, "PATH", path, "backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "-o", "refs.svg");
        var doctor = ToolProcess.RunInWith(_folder.Path, "PATH", path, "doctor", LeakTargetDumps.Heap("BigFatLeak"));
        Assert.False(File.Exists(_folder.At("was run")), run.Error + doctor.Output);
    }

    [Fact]
    public void What_is_written_only_its_owner_may_read()
    {
        foreach (var file in (string[])["types.json", "types.csv", "report.html"])
        {
            var run = CommandRun.Of(file == "report.html" ? "triage" : "common", LeakTargetDumps.Heap("NoLeak"), "-o", _folder.At(file));
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At(file)));
        }
    }

    [Fact]
    public void Killed_together_with_its_guard_a_capture_leaves_nothing_behind()
    {
        using var target = LeakTarget.Start("BusyTarget", "0 400");
        var output = Directory.CreateDirectory(_folder.At("out")).FullName;
        using var tool = ToolProcess.Start("capture", "--pid", Text(target.Id), "-o", Path.Combine(output, "heap.dmp"), "--no-progress");
        var worker = 0;
        Assert.True(
            SpinWait.SpinUntil(() => tool.HasExited || (int.TryParse(ChildOf(tool.Id), out worker) && HoldsFileIn(worker, output)), Patience) && !tool.HasExited,
            "The capture was not seen at work.");
        Signal.Send("STOP", tool.Id);
        Signal.Send("KILL", worker);
        Signal.Send("KILL", tool.Id);
        tool.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{worker}"), Patience));
        Assert.Empty(Directory.GetFileSystemEntries(output));
        Assert.True(target.IsRunning);
    }

    [Fact]
    public void Another_users_process_writes_its_dump_and_folders_of_that_user_stay_as_they_are()
    {
        Assert.SkipUnless(ConfinedTool.IsRoot && ConfinedTool.MayTrace, MayNotBeAnother);
        using var target = new NobodysTarget("BigFatLeak", _folder);
        var planted = Directory.CreateDirectory(Path.Combine(target.TemporaryFolder, $"heapgraph-1-{Guid.NewGuid():N}")).FullName;
        File.WriteAllText(Path.Combine(planted, "heap.dmp"), "nobody's");
        NobodysTarget.Give(planted);
        Directory.SetLastWriteTimeUtc(planted, DateTime.UtcNow.AddHours(-1));

        var run = ConfinedTool.UnderFilter(TraceCalls, 1, "common", "--pid", Text(target.Id), "--type", "MyBigFatObject", "--format", "csv");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("MyBigFatObject,20000", run.Output, StringComparison.Ordinal);
        Assert.Equal("nobody's", File.ReadAllText(Path.Combine(planted, "heap.dmp")));
        Assert.Equal([planted], Directory.GetDirectories(target.TemporaryFolder));

        var saved = ConfinedTool.UnderFilter(TraceCalls, 1, "capture", "--pid", Text(target.Id), "-o", _folder.At("saved.dmp"));
        Assert.True(saved.ExitCode == 0, saved.Error);
        Assert.True(FileFacts.Of(_folder.At("saved.dmp")) is { IsOurs: true });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("saved.dmp")));
    }

    [Fact]
    public void Nobody_else_can_change_what_is_in_the_folder_of_a_dump_or_have_another_deleted_in_its_place()
    {
        Assert.SkipUnless(ConfinedTool.IsRoot && ConfinedTool.MayTrace, MayNotBeAnother);
        using var target = new NobodysTarget("NoLeak", _folder);
        var victim = Directory.CreateDirectory(_folder.At("victim")).FullName;
        File.WriteAllText(Path.Combine(victim, "heap.dmp"), "precious");
        using (var dump = ThisHost.Is.OwnDumpOf(target.Id))
        {
            var folder = Assert.Single(Directory.GetDirectories(target.TemporaryFolder, "heapgraph-*"));
            Assert.True(FileFacts.Of(folder) is { IsOurs: true });
            Assert.Equal((uint)NobodysTarget.User, FileFacts.Of(dump.Path)?.Owner);
            Assert.False(NobodysTarget.Does("mv", $"{folder}/heap.dmp", $"{target.TemporaryFolder}/heap.dmp"));
            Assert.False(NobodysTarget.Does("ln", "-sf", "/etc/passwd", $"{folder}/heap.dmp"));
            Assert.False(NobodysTarget.Does("rm", "-f", $"{folder}/heap.dmp"));

            // The folder around it is that user's, so this can't be forbidden.
            Assert.True(NobodysTarget.Does("mv", folder, $"{folder}.moved"));
            Assert.True(NobodysTarget.Does("ln", "-s", victim, folder));
            Assert.Equal(0, dump.Bytes);
        }

        Assert.Equal("precious", File.ReadAllText(Path.Combine(victim, "heap.dmp")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(38)]
    public void Where_links_in_a_container_could_lead_elsewhere_it_is_not_entered_and_that_is_said(int error)
    {
        Assert.SkipUnless(LeakTargetContainer.IsSeparate && ConfinedTool.MayTrace, LeakTargetContainer.IsNotSeparate);
        string[] calls = [.. TraceCalls, "openat2"];
        using var target = new LeakTargetContainer("NoLeak", "300m");
        var run = ConfinedTool.UnderFilter(calls, error, "common", "--pid", Text(target.Id));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("in a container that can't be entered safely (openat2 is missing or forbidden here)", run.Error, StringComparison.Ordinal);
        Assert.Contains("Linux 5.6", run.Error, StringComparison.Ordinal);

        // One with our own root folder needs it not.
        using var beside = LeakTarget.Start("NoLeak");
        var seen = ConfinedTool.UnderFilter(calls, error, "common", "--pid", Text(beside.Id));
        Assert.True(seen.ExitCode == 0, seen.Error);
    }

    [Fact]
    public void A_socket_that_another_user_has_planted_is_not_asked_and_whose_it_is_is_said()
    {
        Assert.SkipUnless(ConfinedTool.IsRoot && ConfinedTool.MayTrace, MayNotBeAnother);
        using var target = LeakTarget.Start("NoLeak", environment: [("DOTNET_EnableDiagnostics", "0")]);
        using var planted = new PlantedSocket(target.Id);
        NobodysTarget.Give(planted.Path);
        var run = ConfinedTool.WithoutTracing("common", "--pid", Text(target.Id));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("its diagnostics socket was made by user 65534", run.Error, StringComparison.Ordinal);
        Assert.Contains("its diagnostics socket was made by user 65534", ConfinedTool.WithoutTracing("doctor", "--pid", Text(target.Id), "--format", "csv").Output, StringComparison.Ordinal);
        Assert.Equal(0, planted.Waiting);
    }

    [Fact]
    public void A_socket_at_which_nobody_answers_is_not_waited_for_for_ever()
    {
        using var target = LeakTarget.Start("NoLeak", environment: [("DOTNET_EnableDiagnostics", "0")]);
        using var silent = new PlantedSocket(target.Id);
        var refused = Assert.Throws<HeapReadException>(() =>
            ProcessDump.Take(target.Id, new AccessObstacle("yama 1", "run as root"), null, TestContext.Current.CancellationToken, patience: TimeSpan.FromMilliseconds(1)));
        Assert.Contains("it was asked to, and wrote nothing for ", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), $"heapgraph-{Environment.ProcessId}-*"));
    }

    [Theory]
    [InlineData("ps")]
    [InlineData("ps", "--format", "csv")]
    [InlineData("ps", "--format", "markdown")]
    [InlineData("ps", "--format", "json")]
    [InlineData("doctor", "--pid", "ID")]
    [InlineData("common", "--name", "absent")]
    [InlineData("common", "--name", "absent", "--verbose")]
    [InlineData("common", "--pid", "ID", "--max-freeze", "60s")]
    public void The_name_of_a_process_steers_no_terminal(params string[] words)
    {
        using var target = new NamedTarget(_folder.At("=\u001b[31m\u001b]0;x\a"));
        var run = CommandRun.Of([.. words.Select(word => word == "ID" ? Text(target.Id) : word)]);
        Assert.Contains("u001b", run.Output + run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(run.Output + run.Error, letter => letter != '\n' && letter != '\r' && char.IsControl(letter));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string ChildOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/task/{process}/children").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool HoldsFileIn(int process, string folder)
    {
        try
        {
            return Directory.GetFiles($"/proc/{process}/fd").Any(open => File.ResolveLinkTarget(open, returnFinalTarget: false)?.FullName.StartsWith($"{folder}/", StringComparison.Ordinal) == true);
        }
        catch (IOException)
        {
            return false;   // it just starts, or closes one
        }
    }

    /// <summary>Somebody who listens where a process would, and never answers.</summary>
    private sealed class PlantedSocket : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        public PlantedSocket(int processId)
        {
            var stat = File.ReadAllText($"/proc/{Text(processId)}/stat");
            Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"dotnet-diagnostic-{Text(processId)}-{stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19]}-socket");
            _socket.Bind(new UnixDomainSocketEndPoint(Path));
            _socket.Listen();
        }

        public string Path { get; }

        /// <summary>How many have come and are not answered.</summary>
        public int Waiting => _socket.Poll(TimeSpan.Zero, SelectMode.SelectRead) ? 1 : 0;

        public void Dispose()
        {
            _socket.Dispose();
            File.Delete(Path);
        }
    }
}
