using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;

namespace HeapGraph.Cli.Tests;

/// <summary>The tool as it is built for users, run with fewer rights than the tests have.</summary>
[SupportedOSPlatform("linux")]
internal static class ConfinedTool
{
    private const ulong TraceCapability = 1UL << 19;
    private const int Nobody = 65534;

    /// <summary>Whether the tests may do all that root may.</summary>
    public static bool IsRoot => Environment.IsPrivilegedProcess;

    /// <summary>Whether the tests have the capability to trace, which a run without it then lacks.</summary>
    public static bool MayTrace => (ulong.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("CapPrm:", StringComparison.Ordinal))[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        & TraceCapability) != 0;

    /// <summary>Why a test is skipped that needs this capability.</summary>
    public const string MayNotTrace = "The tests lack the capability SYS_PTRACE: root has it, and a container with --cap-add=SYS_PTRACE.";

    /// <summary>Runs it without the right to trace, as far as the tests may give that up.</summary>
    public static CommandRun WithoutTracing(params string[] args) =>
        IsRoot ? Run("setpriv", ["--bounding-set=-sys_ptrace", "--inh-caps=-sys_ptrace", .. BuiltTool.Words, .. args]) : ToolProcess.Run(args);

    /// <summary>Runs it under a filter of system calls that answers some of them with an error, as a container's profile does.</summary>
    public static CommandRun UnderFilter(string[] calls, int error, params string[] args)
    {
        CommandRun? run = null;
        var confined = new Thread(() =>
        {
            CallFilter.Install(calls, error);
            run = ToolProcess.Run(args);   // a child of this thread, so under its filter
        });
        confined.Start();
        confined.Join();
        return run!;
    }

    /// <summary>Runs it as a user who may nothing, from a copy that this user may read; as the tests' own user where they can't choose.</summary>
    public static CommandRun AsNobody(string folder, params string[] args)
    {
        if (!IsRoot)
        {
            return ToolProcess.Run(args);
        }

        var copy = BuiltTool.CopyTo(folder);
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        return Run("setpriv", [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. copy, .. args]);
    }

    /// <summary>Runs it with a full file system of one megabyte at a folder; what is left there is the last line of the output.</summary>
    public static CommandRun WithFull(string folder, params string[] args) => Run(
        "unshare", ["--mount", "sh", "-c", "mount -t tmpfs -o size=1m none \"$0\"; \"$@\"; code=$?; echo \"left: $(ls -A \"$0\")\"; exit $code", folder, .. BuiltTool.Words, .. args]);

    /// <summary>Runs it in the namespaces of a process, as it would run in a container.</summary>
    public static CommandRun Inside(int processId, params string[] args) =>
        Run("nsenter", [$"--target={processId}", "--pid", "--mount", .. BuiltTool.Words, .. args]);

    private static CommandRun Run(string program, string[] words)
    {
        using var run = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = run.StandardError.ReadToEndAsync();
        var output = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return new CommandRun(run.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
