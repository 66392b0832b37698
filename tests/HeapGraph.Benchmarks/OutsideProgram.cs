using System.Diagnostics;

namespace HeapGraph.Benchmarks;

/// <summary>Programs that prepare a measurement, such as a build. None leaves a process that would run on beside it.</summary>
internal static class OutsideProgram
{
    /// <exception cref="InvalidOperationException">It failed; the message ends with what it printed.</exception>
    public static void Run(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"]) = ("1", "0");
        start.Environment.TryAdd("UseSharedCompilation", "false");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed:\n{output}");
        }
    }
}
