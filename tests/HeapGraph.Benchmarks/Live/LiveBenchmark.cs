using System.Runtime.Versioning;
using HeapGraph.Testing;

namespace HeapGraph.Benchmarks.Live;

/// <summary>How long a live process stands still, and how long its user waits.</summary>
[SupportedOSPlatform("linux")]
internal static class LiveBenchmark
{
    /// <returns>The results as markdown.</returns>
    public static string Run(LiveBenchmarkOptions options)
    {
        using var programs = options.IsAsBuilt ? Programs.AsBuilt() : Programs.Publish([ToolForm.All[0]], []);
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "dumps", "benchmarks")).FullName;
        return $"{FilledHeaps.Run(options, programs, folder)}\n{RestingPrograms.Run(options, programs)}";
    }
}
