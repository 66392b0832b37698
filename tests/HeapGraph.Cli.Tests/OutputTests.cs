using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Where results and remarks go.</summary>
[NotQuick, AsInstalled]
public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("types.json", "json")]
    [InlineData("types.csv", "csv")]
    [InlineData("types.md", "markdown")]
    [InlineData("types.txt", "table")]
    public void A_file_holds_what_its_ending_says_and_just_what_the_terminal_would_show(string file, string format)
    {
        var (dump, path) = (LeakTargetDumps.Heap("NoLeak"), _folder.At(file));
        var run = CommandRun.Of("common", dump, "-o", path);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Equal(CommandRun.Of("common", dump, "--format", format).Output, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("common", "x.png")]
    [InlineData("objects", "x.html")]
    [InlineData("triage", "x.SVG")]
    public void A_table_is_not_written_under_the_name_of_a_picture(string command, string file)
    {
        var run = CommandRun.Of(command, LeakTargetDumps.Heap("NoLeak"), "-o", _folder.At(file));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"'{command}' writes no {Path.GetExtension(file).ToLowerInvariant()} file.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.At(file)));
    }

    [Fact]
    public void A_format_that_is_named_wins_over_the_ending()
    {
        CommandRun.Of("common", LeakTargetDumps.Heap("NoLeak"), "-o", _folder.At("types.txt"), "--format", "json");
        Assert.StartsWith("{", File.ReadAllText(_folder.At("types.txt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Remarks_go_to_stderr_and_quiet_drops_them()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var loud = CommandRun.Of("refs", dump, "--type", "MyBigFatObject");
        var quiet = CommandRun.Of("refs", dump, "--type", "MyBigFatObject", "--quiet");
        Assert.Equal("20,000 objects match; shown: 1 (more with --limit).\n", loud.Error);
        Assert.Equal("", quiet.Error);
        Assert.Equal(loud.Output, quiet.Output);
    }

    [Fact]
    public void Verbose_names_the_phases_with_time_and_memory_on_stderr()
    {
        var run = CommandRun.Of("common", LeakTargetDumps.Heap("NoLeak"), "--verbose");
        Assert.Matches(@"Opening the dump: \d+ ms, [\d,]+ MB resident\n", run.Error);
        Assert.Matches(@"Counting by type: \d+ ms, [\d,]+ MB resident\n", run.Error);
        Assert.DoesNotContain("resident", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hyphen_names_stdout()
    {
        var dump = LeakTargetDumps.Heap("NoLeak");
        Assert.Equal(CommandRun.Of("common", dump).Output, CommandRun.Of("common", dump, "-o", "-").Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("common DUMP >/dev/full", 3, "The result can't be written to stdout: No space left on device.")]
    [InlineData("common DUMP >&-", 3, "The result can't be written to stdout: ")]
    [InlineData("common absent.dmp 2>/dev/full", 2, "")]
    [InlineData("objects DUMP --type string 2>/dev/full", 0, "")]
    public void Streams_that_take_nothing_end_in_a_sentence_where_there_is_room_for_one(string line, int code, string error)
    {
        var run = ToolProcess.RunInShell(line.Replace("DUMP", $"'{LeakTargetDumps.Heap("NoLeak")}'", StringComparison.Ordinal));
        Assert.Equal(code, run.ExitCode);
        Assert.StartsWith(error, run.Error, StringComparison.Ordinal);
        Assert.Equal(code == 0, run.Output.Length > 0);
    }

    [Fact]
    public void A_long_table_is_cut_short_by_Ctrl_C()
    {
        using var stopped = new CancellationTokenSource();
        using var text = new StringWriter();
        using var writer = new CancellableWriter(text, stopped.Token);
        writer.Write("a row");
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => writer.Write("another"));
        Assert.Equal("a row", text.ToString());
    }

    [Fact]
    public void A_failure_shows_its_stack_only_when_asked()
    {
        var bad = _folder.File("bad.dmp", "no dump at all, and long enough to be sure of that: 64 bytes or more."u8);
        Assert.DoesNotContain("   at ", CommandRun.Of("common", bad).Error, StringComparison.Ordinal);
        Assert.Contains("   at ", CommandRun.Of("common", bad, "--verbose").Error, StringComparison.Ordinal);
    }
}
