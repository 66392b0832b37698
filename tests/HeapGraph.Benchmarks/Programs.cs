using System.Diagnostics;
using System.Runtime.InteropServices;
using HeapGraph.Testing;

namespace HeapGraph.Benchmarks;

/// <summary>The executables that are measured, both published for this platform: HeapGraph as its package for it has it, the loops compiled
/// ahead of time, without a runtime of their own.</summary>
internal sealed class Programs : IDisposable
{
    private readonly string? _folder;
    private readonly Lazy<string> _help;

    private Programs(string tool, string loops, string? folder)
    {
        (Tool, Loops, _folder) = (tool, loops, folder);
        _help = new Lazy<string>(() => OutputOf(Tool, "--help"));
    }

    /// <summary>HeapGraph.</summary>
    public string Tool { get; }

    /// <summary>This program, for ClrMD's loops and the plain read.</summary>
    public string Loops { get; }

    /// <summary>Publishes both into a temporary folder, deleted on disposal.</summary>
    public static Programs Publish()
    {
        var folder = Directory.CreateTempSubdirectory("heapgraph.benchmarks.").FullName;
        return new Programs(
            Path.Combine(Publish("src", "HeapGraph.Cli", folder), "heapgraph"),
            Path.Combine(Publish("tests", "HeapGraph.Benchmarks", folder), "HeapGraph.Benchmarks"),
            folder);
    }

    /// <summary>Takes both from where the solution was built.</summary>
    public static Programs AsBuilt() => new(
        Path.Combine(Repository.Root, "src", "HeapGraph.Cli", "bin", Repository.Configuration, "net10.0", "heapgraph"),
        Path.Combine(AppContext.BaseDirectory, "HeapGraph.Benchmarks"),
        null);

    /// <summary>True when the tool has a command of that name.</summary>
    public bool HasCommand(string name) =>
        _help.Value.Split('\n').Any(line => line.TrimStart().Split(' ', 2)[0] == name);

    public void Dispose()
    {
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <returns>The folder with the published program.</returns>
    private static string Publish(string above, string project, string folder)
    {
        var output = Path.Combine(folder, project);

        // With its own folder for what is in between, the solution's build stays as it is.
        OutputOf(
            "dotnet", "publish", Path.Combine(Repository.Root, above, project), "-c", "Release", "-r", $"linux-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant(),
            "--artifacts-path", Path.Combine(folder, "artifacts"), "-o", output, "-v", "quiet", "--nologo");
        return output;
    }

    private static string OutputOf(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");
    }
}
