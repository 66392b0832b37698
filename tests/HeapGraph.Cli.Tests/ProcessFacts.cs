using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Cli.Tests;

/// <summary>What the kernel says of a process.</summary>
[SupportedOSPlatform("linux")]
internal static class ProcessFacts
{
    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The process that traces it; 0 for none.</summary>
    public static int TracerOf(int process) => Number(process, "TracerPid:") is not 0 and var thread ? Number(thread, "Tgid:") : 0;

    /// <summary>The state of its first thread: R runs, S sleeps, T is stopped by a signal, t by its tracer.</summary>
    public static char StateOf(int process) => Status(process, "State:")[0];

    /// <summary>The state of each thread; 0 for one that is gone.</summary>
    public static string StatesOf(int process)
    {
        try
        {
            return string.Concat(Directory.GetDirectories($"/proc/{process}/task")
                .Select(thread => StateOf(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture))));
        }
        catch (DirectoryNotFoundException)
        {
            return "";
        }
    }

    /// <summary>Waits until it stands still by a signal, so that whatever it holds it keeps.</summary>
    public static void Stop(int process)
    {
        Signal.Send("STOP", process);
        Assert.True(SpinWait.SpinUntil(() => StatesOf(process).All(state => state is 'T' or '0'), Patience), "It does not stand still.");
    }

    /// <summary>Waits until a signal was sent to it that it has not taken yet.</summary>
    public static void WaitForPending(int process, int signal) => Assert.True(
        SpinWait.SpinUntil(() => (ulong.Parse(Status(process, "ShdPnd:"), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1, Patience), "It was sent no signal.");

    private static int Number(int thread, string name) => int.Parse(Status(thread, name), CultureInfo.InvariantCulture);

    private static string Status(int thread, string name)
    {
        try
        {
            return File.ReadLines($"/proc/{thread}/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Trim();
        }
        catch (Exception ended) when (ended is IOException or InvalidOperationException)
        {
            return "0";
        }
    }
}
