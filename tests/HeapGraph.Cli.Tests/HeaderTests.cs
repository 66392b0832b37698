using System.Text.Json;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>Which process a heap is of, and when it was taken.</summary>
[NotQuick, AsInstalled]
public sealed class HeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_a_process_the_header_says_all_and_its_capture_says_the_same()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var begin = DateTimeOffset.UtcNow.AddSeconds(-1);
        var live = ProcessIn("common", "--pid", $"{target.Id}");
        Assert.Equal(0, CommandRun.Of("capture", "--pid", $"{target.Id}", "-o", _folder.At("snap.dmp")).ExitCode);
        var captured = ProcessIn("common", _folder.At("snap.dmp"));
        Assert.All((JsonElement[])[live, captured], process =>
        {
            Assert.Equal(("BigFatLeak", target.Id), (process.GetProperty("program").GetString(), process.GetProperty("pid").GetInt32()));
            Assert.Matches(@"^\d+\.\d+\.\d+$", process.GetProperty("runtime").GetString()!);
            Assert.InRange(process.GetProperty("takenAt").GetDateTimeOffset(), begin, DateTimeOffset.UtcNow.AddSeconds(1));
            Assert.Equal("dump", process.GetProperty("takenAtBy").GetString());
            Assert.InRange(process.GetProperty("secondsRunning").GetInt64(), 0, (long)(DateTimeOffset.UtcNow - begin).TotalSeconds + 60);
            Assert.InRange(process.GetProperty("residentBytes").GetInt64(), 10 << 20, 10L << 30);
        });
        Assert.Matches($@"\nBigFatLeak, pid {target.Id}, \.NET [\d.]+, taken [-\d]+ [\d:]+ UTC after [\d.]+ (s|min [\d.]+ s), [\d.]+ MB resident", CommandRun.Of("common", _folder.At("snap.dmp")).Output);
    }

    [Fact]
    public void Of_a_dump_of_createdump_it_says_the_program_and_the_time_of_the_file()
    {
        var dump = LeakTargetDumps.Heap("BigFatLeak");
        var process = ProcessIn("common", dump);
        Assert.Equal(("BigFatLeak", "file"), (process.GetProperty("program").GetString(), process.GetProperty("takenAtBy").GetString()));
        Assert.True(process.GetProperty("pid").GetInt32() > 0);
        Assert.Equal(File.GetLastWriteTimeUtc(dump), process.GetProperty("takenAt").GetDateTimeOffset().UtcDateTime, TimeSpan.FromSeconds(1));
        Assert.False(process.TryGetProperty("residentBytes", out _));
    }

    [Fact]
    public void Growth_tells_which_dumps_do_not_belong_together()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        Assert.Equal(0, CommandRun.Of("capture", "--pid", $"{target.Id}", "-o", _folder.At("a.dmp")).ExitCode);
        Assert.Equal(0, CommandRun.Of("capture", "--pid", $"{target.Id}", "-o", _folder.At("b.dmp")).ExitCode);
        Assert.Contains("was taken before", CommandRun.Of("growth", _folder.At("b.dmp"), _folder.At("a.dmp")).Output, StringComparison.Ordinal);
        Assert.Contains(
            "These are heaps of two programs, BigFatLeak and NoLeak", CommandRun.Of("growth", _folder.At("a.dmp"), LeakTargetDumps.Heap("NoLeak")).Output, StringComparison.Ordinal);
    }

    private static JsonElement ProcessIn(params string[] words)
    {
        var run = CommandRun.Of([.. words, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.AllErrors);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("process");
    }
}
