using System.Globalization;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The benchmark, on a heap too small to say anything about speed.</summary>
[NotQuick]
public sealed class BenchmarkTests
{
    private static readonly string Program = Path.Combine(
        Repository.Root, "tests", "HeapGraph.Benchmarks", "bin", Repository.Configuration, "net10.0", "HeapGraph.Benchmarks.dll");

    [Fact]
    public void Every_contender_ends_with_a_median_between_its_fastest_and_slowest_run_and_both_readers_count_the_same_objects()
    {
        var run = ToolProcess.RunLibrary(Program, "--objects", "50k", "--repeat", "2", "--as-built");
        Assert.True(run.ExitCode == 0, run.Error);

        string[] contenders =
        [
            "plain read", "ClrMD EnumerateObjects", "ClrMD EnumerateReferences", "ClrMD EnumerateReferenceAddresses", "ClrMD GCRoot",
            "heapgraph common --all, as built", "heapgraph common, as built", "heapgraph backrefs, as built", "heapgraph --version, as built",
        ];
        Assert.All(contenders, name =>
        {
            var row = Regex.Match(run.Output, $@"(?m)^\| {name} +\| +(\d+\.\d\d\d) \| +(\d+\.\d\d\d) \| +(\d+\.\d\d\d) \|");
            Assert.True(row.Success, run.Output);
            Assert.InRange(Seconds(row, 1), Seconds(row, 2), Seconds(row, 3));
        });
        Assert.DoesNotContain("HeapGraph counts", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_program_at_rest_the_freeze_is_told_beside_what_was_copied()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A live process is measured on Linux only.");
        var run = ToolProcess.RunLibrary(Program, "live", "--gigabytes", "0.05", "--programs", "web", "--repeat", "1", "--as-built");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches(@"(?m)^\| 0\.05 GB +\| +\d+ ms \(\d+ to \d+\) \|", run.Output);
        Assert.Matches(@"(?m)^\| ASP\.NET Core [^|]+\| +\d+ ms \(\d+ to \d+\) \|.* MB \|", run.Output);
    }

    private static double Seconds(Match row, int column) => double.Parse(row.Groups[column].Value, CultureInfo.InvariantCulture);
}
