using HeapGraph.Cli.Running;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>The benchmark, on a heap too small to say anything about speed.</summary>
[NotQuick]
public sealed class BenchmarkTests
{
    [Fact]
    public void Every_contender_ends_with_a_time_and_both_readers_count_the_same_objects()
    {
        var program = Path.Combine(
            Repository.Root, "tests", "HeapGraph.Benchmarks", "bin", Repository.Configuration, "net10.0", "HeapGraph.Benchmarks.dll");
        var run = ToolProcess.RunLibrary(program, "--objects", "50k", "--repeat", "1", "--as-built");
        Assert.True(run.ExitCode == 0, run.Error);

        string[] contenders =
        [
            "plain read", "ClrMD EnumerateObjects", "ClrMD EnumerateReferences", "ClrMD EnumerateReferenceAddresses", "ClrMD GCRoot",
            "heapgraph common --all", "heapgraph common", "heapgraph backrefs",
        ];
        Assert.All(contenders, name => Assert.Matches($@"(?m)^\| {name} +\| +\d+\.\d\d\d \|", run.Output));
        Assert.DoesNotContain("HeapGraph counts", run.Output, StringComparison.Ordinal);
    }
}
