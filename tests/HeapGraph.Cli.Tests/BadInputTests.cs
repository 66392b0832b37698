using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Whatever is wrong ends in a sentence, a next step and the right exit code.</summary>
[NotQuick, AsInstalled]
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AnonymousPipeServerStream _pipe = new(PipeDirection.Out);

    public void Dispose()
    {
        _pipe.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("empty", "is empty")]
    [InlineData("text", "is not a dump")]
    [InlineData("program", "is a program or library, not a dump")]
    [InlineData("32-bit", "is of a 32-bit process")]
    [InlineData("foreign", "was made on")]
    [InlineData("cut", "was cut off in its first bytes")]
    [InlineData("cut table", "was cut off before its table of contents ends")]
    [InlineData("pipe", "no file but a pipe or a device")]
    [InlineData("windows", "is a Windows dump")]
    [InlineData("macos", "is a macOS core dump")]
    [InlineData("gzip", "is a compressed file")]
    [InlineData("mini", "is a mini dump")]
    [InlineData("triage", "is a mini dump")]
    [InlineData("native", "has no .NET runtime in it")]
    [InlineData("folder", "is a folder")]
    public void A_file_that_is_no_readable_dump_is_refused_with_its_reason(string kind, string sentence)
    {
        var run = CommandRun.Of("common", FileOf(kind));
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("", run.Output);
        var lines = run.Error.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains(sentence, lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_that_was_cut_in_the_heap_is_read_and_says_what_is_missing()
    {
        var whole = File.ReadAllBytes(LeakTargetDumps.Heap("BigFatLeak"));
        var run = CommandRun.Of("common", _folder.File("cut.dmp", whole.AsSpan(0, whole.Length - (1 << 20))), "--all");
        Assert.Contains($"The dump is cut short: 1,048,576 of {whole.Length:N0} bytes are missing at its end.", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.97)]
    public void A_mini_dump_that_was_cut_tells_of_its_threads_or_says_why_not(double share)
    {
        var whole = File.ReadAllBytes(LeakTargetDumps.Bare("Deadlock").Mini);
        var cut = _folder.File("cut.dmp", whole.AsSpan(0, (int)(whole.Length * share)));
        var run = ToolProcess.Run("threads", cut);
        Assert.Contains(run.ExitCode, new[] { 0, 3 });
        Assert.Contains("missing at its end", run.Output + run.Error, StringComparison.Ordinal);
        Assert.True(run.ExitCode == 0 || run.Error.TrimEnd().Split('\n').Length == 2, run.Error);
    }

    [Fact]
    public void A_capture_that_was_cut_has_lost_heap_only_and_says_how_much()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var path = _folder.At("whole.dmp");
        Assert.Equal(0, CommandRun.Of("capture", "--pid", $"{target.Id}", "-o", path).ExitCode);
        var whole = File.ReadAllBytes(path);
        var run = CommandRun.Of("common", _folder.File("cut.dmp", whole.AsSpan(0, whole.Length - (1 << 20))), "--all");
        Assert.Contains($"The dump is cut short: 1,048,576 of {whole.Length:N0} bytes are missing at its end.", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void A_dump_that_was_cut_before_the_runtime_says_so_instead_of_asking_for_a_library()
    {
        var whole = File.ReadAllBytes(LeakTargetDumps.Heap("BigFatLeak"));
        var run = CommandRun.Of("common", _folder.File("cut.dmp", whole.AsSpan(0, whole.Length / 10 * 7)));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("The runtime's own memory is among them", run.Error, StringComparison.Ordinal);
        Assert.Contains("Copy it again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_library_of_its_runtime_a_dump_is_refused_with_the_build_that_is_missing()
    {
        var dump = File.ReadAllBytes(LeakTargetDumps.Heap("NoLeak"));
        var build = ElfBuildId.Of(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "libcoreclr.so"));
        for (var at = dump.AsSpan().IndexOf(build); at >= 0; at = dump.AsSpan().IndexOf(build))
        {
            dump.AsSpan(at, build.Length).Fill(0xAB);
        }

        var run = CommandRun.Of("common", _folder.File("newer.dmp", dump));
        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains($"The DAC of .NET {Environment.Version} ", run.Error, StringComparison.Ordinal);
        Assert.Contains($"build-id {string.Concat(Enumerable.Repeat("ab", build.Length))}", run.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet-symbol", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_a_wrong_command_line()
    {
        var run = CommandRun.Of("common", "absent.dmp");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("There is no file 'absent.dmp'.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_process_is_named_as_such()
    {
        var run = CommandRun.Of("common", "--pid", "4194303");
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("There is no process 4194303.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_DAC_is_refused_by_name()
    {
        var dump = LeakTargetDumps.Heap("NoLeak");
        var absent = CommandRun.Of("common", dump, "--dac", "absent.so");
        Assert.Equal(3, absent.ExitCode);
        Assert.Contains("There is no DAC at 'absent.so'", absent.Error, StringComparison.Ordinal);

        var wrong = CommandRun.Of("common", dump, "--dac", _folder.File("wrong.so", "no library"u8));
        Assert.Equal(3, wrong.ExitCode);
        Assert.Contains("does not open this dump", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dump_is_not_written_under_the_name_of_a_saved_snapshot()
    {
        var run = CommandRun.Of("capture", "--pid", "4194303", "-o", _folder.At("x.heapgraph"));
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("Saved snapshots (.heapgraph) can't be written yet.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At("x.heapgraph")));
    }

    [Fact]
    public void A_file_of_another_user_is_refused()
    {
        var dump = _folder.File("secret.dmp", "no matter what"u8);
        using (var chmod = Process.Start("chmod", $"000 {dump}"))
        using (var open = Process.Start("chmod", $"755 {_folder.Path}"))
        {
            chmod.WaitForExit();
            open.WaitForExit();
        }

        // Root may read anything, so this runs as nobody.
        using var run = Process.Start(new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", .. BuiltTool.Words, "common", dump])
        {
            RedirectStandardError = true,
            WorkingDirectory = "/",   // which nobody may enter
        })!;
        var error = run.StandardError.ReadToEnd();
        run.WaitForExit();
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("may not be read by this user", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("common")]
    [InlineData("doctor", "--format", "csv")]   // lines of a table break
    [InlineData("growth", "pipe")]
    public void A_pipe_is_refused_without_waiting_for_somebody_to_write_to_it(params string[] args)
    {
        using (var make = Process.Start("mkfifo", _folder.At("pipe")))
        {
            make.WaitForExit();
        }

        var run = CommandRun.Of([.. args.Select(word => word == "pipe" ? _folder.At(word) : word), _folder.At("pipe")]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("no file but a pipe", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_current_folder_that_is_gone_is_no_obstacle()
    {
        var run = ToolProcess.RunInShell($"common '{LeakTargetDumps.Heap("NoLeak")}'", before: $"cd {Directory.CreateDirectory(_folder.At("gone"))}; rmdir ../gone;");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Theory]
    [InlineData("absent/result.json", "There is no folder '{0}/absent'.")]
    [InlineData("folder", "'{0}/folder' is a folder.")]
    [InlineData("protected.json", "'{0}/protected.json' is read-only.")]
    public void Where_nothing_can_be_written_is_said_before_anything_is_read(string file, string sentence)
    {
        Directory.CreateDirectory(_folder.At("folder"));
        var kept = _folder.File("protected.json", "old"u8);
        File.SetAttributes(kept, FileAttributes.ReadOnly);
        var run = CommandRun.Of("growth", "never-looked-at.dmp", "nor-this.dmp", "-o", _folder.At(file));
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"The result can't be written: {string.Format(CultureInfo.InvariantCulture, sentence, _folder.Path)}", run.Error, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(kept));
    }

    [Fact]
    public void A_full_disk_ends_with_its_reason()
    {
        var run = CommandRun.Of("common", LeakTargetDumps.Heap("NoLeak"), "-o", "/dev/full");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("No space left on device", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists("/dev/full"));
    }

    [Fact]
    public void A_result_that_can_not_be_written_leaves_nothing_behind()
    {
        var run = CommandRun.Of("common", LeakTargetDumps.Heap("NoLeak"), "-o", _folder.At("absent/result.txt"));
        Assert.Equal(3, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("common", "--sort", "size")]
    [InlineData("comon")]
    [InlineData("/(/")]
    [InlineData("backrefs", "x.dmp")]
    [InlineData("growth", "x.dmp")]
    public void A_wrong_command_line_ends_with_2_and_a_hint(params string[] args)
    {
        var run = CommandRun.Of(args);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal(2, run.Error.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Ctrl_C_ends_with_130_and_no_half_written_file()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var run = CommandRun.Of(stopped.Token, "backrefs", LeakTargetDumps.Heap("BigFatLeak"), "--type", "MyBigFatObject", "-o", _folder.At("refs.png"));
        Assert.Equal(130, run.ExitCode);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private string NativeCore()
    {
        using var native = Process.Start("sleep", "60");
        using var gcore = Process.Start(new ProcessStartInfo("gcore", $"-o {_folder.At("native")} {native.Id}") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        gcore.WaitForExit();
        native.Kill();
        return _folder.At($"native.{native.Id}");
    }

    private string FileOf(string kind)
    {
        byte[] header = new byte[64];
        "\u007FELF"u8.CopyTo(header);
        (header[4], header[5], header[16], header[18]) = (2, 1, 4, 62);
        switch (kind)
        {
            case "mini":
                return LeakTargetDumps.Mini("NoLeak");
            case "triage":
                return LeakTargetDumps.Bare("Deadlock").Triage;
            case "folder":
                return Directory.CreateDirectory(_folder.At("some")).FullName;
            case "native":
                return NativeCore();
            case "pipe":
                return $"/proc/{Environment.ProcessId}/fd/{_pipe.GetClientHandleAsString()}";
            case "program":
                header[16] = 3;
                break;
            case "32-bit":
                header[4] = 1;
                break;
            case "foreign":
                header[18] = 8;
                break;
            case "cut table":
                (header[32], header[54], header[56]) = (64, 56, 10);
                break;
        }

        return _folder.File("bad.dmp", kind switch
        {
            "empty" => [],
            "text" => "This is no dump, and it is longer than the header of one would have to be, to be sure."u8,
            "cut" => header.AsSpan(0, 20),
            "windows" => "MDMP and more than that, so that there is something to look at in the file"u8,
            "macos" => [0xCF, 0xFA, 0xED, 0xFE, .. new byte[60]],
            "gzip" => [0x1F, 0x8B, .. new byte[62]],
            _ => header,
        });
    }
}
