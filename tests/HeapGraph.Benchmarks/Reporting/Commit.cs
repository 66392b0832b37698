using System.Diagnostics;
using HeapGraph.Testing;

namespace HeapGraph.Benchmarks.Reporting;

/// <summary>What was measured.</summary>
internal static class Commit
{
    /// <returns>The commit that the repository stands at, with "-dirty" when files differ from it.</returns>
    public static string Name()
    {
        string[] arguments = ["-C", Repository.Root, "describe", "--always", "--dirty"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true })!;
        return git.StandardOutput.ReadToEnd().Trim();
    }
}
