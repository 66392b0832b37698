using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The memory of a live process over time.</summary>
[NotQuick]
[SupportedOSPlatform("linux")]
public sealed class MemoryCourseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_follow_a_process_that_grows()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var told = new List<long>();
        var course = Watch(target, new MemoryWatchOptions { Every = TimeSpan.FromMilliseconds(50), Times = 4 }, _ =>
        {
            told.Add(ResidentOf(target.Id));
            for (var step = 0; step < 10; step++)
            {
                target.Send("grow", "grown");
            }
        });
        Assert.Equal(MemoryCourseEnd.Complete, course.End);
        Assert.Equal(4, course.Samples.Count);
        Assert.All(course.Samples.Zip(told), pair => Assert.InRange(pair.First.ResidentBytes, pair.Second * 0.95, pair.Second * 1.05));
        Assert.All(course.Samples, sample => Assert.Equal(sample.ResidentBytes, sample.AnonymousBytes + sample.FileBytes + sample.SharedMemoryBytes));
        Assert.True(course.Samples[^1].AnonymousBytes > course.Samples[0].AnonymousBytes + (5 << 20));   // 150,000 objects more
    }

    [Fact]
    public void A_process_that_ends_keeps_what_was_seen_of_it()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var seen = 0;
        var course = Watch(target, new MemoryWatchOptions { Every = TimeSpan.FromMilliseconds(50) }, _ =>
        {
            if (++seen == 3)
            {
                using var process = Process.GetProcessById(target.Id);
                process.Kill();
                process.WaitForExit();
            }
        });
        Assert.Equal((MemoryCourseEnd.ProcessEnded, 3), (course.End, course.Samples.Count));
    }

    [Fact]
    public void Once_it_is_large_enough_it_is_captured_and_judged()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var (dump, samples) = (_folder.At("big.dmp"), _folder.At("memory.json"));
        var run = CommandRun.Of("memory", "--pid", Text(target.Id), "--until", "1MB", "--capture", dump, "-o", samples);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("In short: ", run.AllErrors, StringComparison.Ordinal);
        Assert.Equal("sizeReached", JsonDocument.Parse(File.ReadAllText(samples)).RootElement.GetProperty("end").GetString());
        Assert.Contains("MyBigFatObject", CommandRun.Of("common", dump).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_ends_it_with_what_there_is()
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var samples = _folder.At("memory.json");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var run = CommandRun.Of(cancellation.Token, "memory", "--pid", Text(target.Id), "--every", "20ms", "-o", samples);
        Assert.Equal(130, run.ExitCode);
        var course = JsonDocument.Parse(File.ReadAllText(samples)).RootElement;
        Assert.Equal("cancelled", course.GetProperty("end").GetString());
        Assert.True(course.GetProperty("samples").GetArrayLength() > 1);
    }

    [Theory]
    [InlineData("--times goes with --every.", "--times", "3")]
    [InlineData("--capture goes with --until.", "--every", "1s", "--capture", "x.dmp")]
    [InlineData("'4 gigs' is no value for --until", "--until", "4 gigs")]
    [InlineData("'101%' is no value for --until", "--until", "101%")]
    [InlineData("--every takes 10ms or more.", "--every", "1ms")]
    public void What_can_not_be_watched_is_refused(string sentence, params string[] words)
    {
        using var target = LeakTarget.Start("BigFatLeak");
        var run = CommandRun.Of(["memory", "--pid", Text(target.Id), .. words]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
    }

    private static MemoryCourse Watch(LeakTarget target, MemoryWatchOptions options, Action<MemorySample> told) =>
        ProcessMemory.Watch(target.Id, options with { Progress = new Told(told) }, CancellationToken.None).Course;

    private static long ResidentOf(int process) => 1024 * long.Parse(
        File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))[6..^2].Trim(), CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class Told(Action<MemorySample> tell) : IProgress<MemorySample>
    {
        public void Report(MemorySample value) => tell(value);
    }
}
