using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests.Hostile;

/// <summary>A DAC is native code. One that somebody else could have put where a dump or a process leads is not loaded with rights, however well its
/// build-id fits: here, where there is no worker without any, a sentence says why, and how to name it all the same.</summary>
[Collection("Live processes")]
[SupportedOSPlatform("linux")]
[NotQuick]
public sealed class HostileDacTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Mark => _folder.At("loaded");

    public HostileDacTests() => Assert.SkipUnless(HostileLibrary.CanBeMade, HostileLibrary.CanNotBeMade);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_only_root_or_we_may_write_the_DAC_beside_the_runtime_is_loaded()
    {
        var dump = Dump(HostileRuntime.FolderBelow(_folder.Path), HostileRuntime.FolderBelow(_folder.Path));
        var run = CommandRun.Here("common", dump);
        Assert.Equal(3, run.ExitCode);
        Assert.True(File.Exists(Mark), run.Error);   // otherwise none of the others would say anything
    }

    [Theory]
    [InlineData("chmod 777 \"$0\"", "others may write to '")]
    [InlineData("chmod 666 \"$0\"/libmscordaccore.so", "others may write to '")]
    [InlineData("chown 65534 \"$0\"", "belongs to user 65534")]
    [InlineData("chown 65534 \"$0\"/libmscordaccore.so", "belongs to user 65534")]
    [InlineData("mv \"$0\" \"$0\"-real && ln -s \"$0\"-real \"$0\" && chown -h 65534 \"$0\"", "belongs to user 65534")]
    public void A_DAC_that_others_could_have_put_there_is_not_loaded(string opening, string reason)
    {
        Assert.SkipUnless(ConfinedTool.IsRoot || !opening.Contains("chown", StringComparison.Ordinal), "Only root gives files away.");
        var folder = HostileRuntime.FolderBelow(_folder.Path);
        var dump = Dump(folder, folder);
        Shell(opening, folder);
        AssertRefused(CommandRun.Here("common", dump), folder, reason);
        var doctor = CommandRun.Here("doctor", dump, "--format", "json");
        Assert.Equal(3, doctor.ExitCode);
        Assert.Contains("was not loaded", doctor.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public void A_dump_can_not_lead_into_the_files_of_a_process()
    {
        var folder = HostileRuntime.FolderBelow($"/proc/self/root{_folder.Path}");
        var dump = Dump(folder, Path.Combine(_folder.Path, Path.GetFileName(folder)));
        AssertRefused(CommandRun.Here("common", dump), folder, "nobody answers for who owns what");
    }

    [Theory]
    [InlineData("HOME", "")]
    [InlineData("HOME", ".")]
    [InlineData("DOTNET_ROOT", ".dotnet")]
    [InlineData("NUGET_PACKAGES", ".nuget")]
    public void Nothing_is_looked_for_from_the_current_folder_on(string variable, string value)
    {
        var work = Directory.CreateDirectory(_folder.At("work")).FullName;
        HostileRuntime.Plant(Path.Combine(work, ".dotnet", "shared", "Microsoft.NETCore.App", "1.0.0"), Mark);
        var system = RuntimeInformation.RuntimeIdentifier;
        HostileRuntime.Plant(Path.Combine(work, ".nuget", $"microsoft.netcore.app.runtime.{system}", "1.0.0", "runtimes", system, "native"), Mark);
        HostileRuntime.WriteDump(_folder.At("app.dmp"), HostileRuntime.FolderBelow(_folder.Path));
        var run = ToolProcess.RunIn(work, (variable, value), "common", _folder.At("app.dmp"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("was not found in: /", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Mark), run.Error);
    }

    [Fact]
    public void The_DAC_of_a_process_with_a_runtime_of_its_own_is_not_loaded_from_a_folder_of_others()
    {
        var runtime = HostileRuntime.Install(_folder.At("dotnet"), Mark);
        using var target = LeakTarget.Start("NoLeak", environment: [("PATH", $"{_folder.At("dotnet")}:{Environment.GetEnvironmentVariable("PATH")}")]);
        Shell(ConfinedTool.IsRoot ? "chown -R -h 65534 \"$0\"" : "chmod 777 \"$0\"", runtime);
        AssertRefused(CommandRun.Here("common", "--pid", Text(target.Id)), runtime, ConfinedTool.IsRoot ? "belongs to user 65534" : "others may write to");
        Assert.Contains("was not loaded", CommandRun.Here("doctor", "--pid", Text(target.Id), "--format", "json").Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Mark));
        Assert.True(target.IsRunning);
    }

    [Fact]
    public void The_DAC_in_a_container_is_not_loaded_though_it_belongs_to_root()
    {
        Assert.SkipUnless(LeakTargetContainer.IsSeparate, LeakTargetContainer.IsNotSeparate);
        HostileRuntime.Plant(_folder.At("planted"), Mark);
        using var target = new LeakTargetContainer("NoLeak", "10m", before: Over(HostileRuntime.Library) + Over(HostileRuntime.Dac));
        AssertRefused(
            CommandRun.Here("common", "--pid", Text(target.Id)), $"/proc/{Text(target.Id)}/root{HostileRuntime.InstalledFolder}", "it lies in the container of the process");
        Assert.Contains("was not loaded", CommandRun.Here("doctor", "--pid", Text(target.Id), "--format", "json").Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Mark));
        Assert.True(target.IsRunning);

        string Over(string file) => $"mount --bind '{_folder.At("planted")}/{file}' '{HostileRuntime.InstalledFolder}/{file}' && ";
    }

    /// <summary>A dump whose runtime lies in one folder, with what is there planted in another, or the same by another name.</summary>
    private string Dump(string folder, string planted)
    {
        HostileRuntime.Plant(planted, Mark);
        HostileRuntime.WriteDump(_folder.At("app.dmp"), folder);
        return _folder.At("app.dmp");
    }

    private void AssertRefused(CommandRun run, string folder, string reason)
    {
        Assert.False(File.Exists(Mark), $"The DAC was loaded.\n{run.Error}");
        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains($"The DAC '{folder}/{HostileRuntime.Dac}' fits .NET ", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.Contains($"name it: --dac {folder}/{HostileRuntime.Dac}", run.Error, StringComparison.Ordinal);
    }

    private static void Shell(string line, string path)
    {
        using var shell = Process.Start("sh", ["-c", line, path]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
