using System.Globalization;
using HeapGraph.Testing;

namespace HeapGraph.Benchmarks.Live.AtRest;

/// <summary>The SDK's compiler server, as a build leaves it: under a name of its own, so that it is nobody else's.</summary>
internal static class CompilerServer
{
    /// <exception cref="InvalidOperationException">The build failed, or it did not stay.</exception>
    public static RunningProgram AfterBuild(string folder)
    {
        var name = $"heapgraph-benchmark-{Environment.ProcessId}";
        OutsideProgram.Run(
            "dotnet", ["build", Path.Combine(Repository.Root, "tests", "LeakTargets", "IdleWebApp"), "-c", "Release", "--artifacts-path", folder,
                "-p:UseSharedCompilation=true", $"-p:SharedCompilationId={name}", "-v", "quiet", "--nologo"]);
        return Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(process => IsServer(process!, name)).FirstOrDefault() is { } found
            && int.Parse(found, CultureInfo.InvariantCulture) is var id
            ? new RunningProgram(id, new Ended(id, name))
            : throw new InvalidOperationException("The compiler server did not stay.");
    }

    private static bool IsServer(string process, string name)
    {
        try
        {
            return char.IsDigit(process[0]) && File.ReadAllText($"/proc/{process}/cmdline").Split('\0').Contains($"-pipename:{name}");
        }
        catch (IOException)
        {
            return false;   // ended meanwhile
        }
    }

    private sealed record Ended(int Id, string Name) : IDisposable
    {
        public void Dispose()
        {
            if (OperatingSystem.IsLinux())
            {
                Signal.Send("KILL", Id);
            }

            File.Delete(Path.Combine(Path.GetTempPath(), Name));   // its socket
        }
    }
}
