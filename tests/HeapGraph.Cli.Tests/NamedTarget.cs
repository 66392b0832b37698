using System.Diagnostics;
using HeapGraph.Testing;

namespace HeapGraph.Cli.Tests;

/// <summary>A leak target that runs under a name of its own: a link to the <c>dotnet</c> program with that name.</summary>
internal sealed class NamedTarget : IDisposable
{
    private readonly Process _process;

    public NamedTarget(string program)
    {
        if (!File.Exists(program))
        {
            File.CreateSymbolicLink(program, DotnetPath());
        }

        _process = Process.Start(new ProcessStartInfo(program, [LeakTarget.LibraryOf("BigFatLeak")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        while (_process.StandardOutput.ReadLine() is { } line && !line.StartsWith("ready", StringComparison.Ordinal))
        {
        }
    }

    public int Id => _process.Id;

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string DotnetPath() => Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
}
