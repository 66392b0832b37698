using System.Text.RegularExpressions;
using HeapGraph.Testing;

namespace HeapGraph.Benchmarks.Reporting;

/// <summary>The kept reports, one per processor and kind of run.</summary>
internal static class Results
{
    /// <returns>The path of the file.</returns>
    public static string Write(string report, Machine machine, string kind)
    {
        var slug = Regex.Replace(machine.Processor.ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-');
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "tests", "HeapGraph.Benchmarks", "Results")).FullName;
        var path = Path.Combine(folder, $"{slug}{kind}.md");
        File.WriteAllText(path, report);
        return path;
    }
}
