using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Live;

namespace HeapGraph.Cli;

/// <summary>Runs a command in a child process, because the DAC is native code that a damaged dump can crash, and no
/// process survives that by itself.</summary>
/// <remarks>The child shares the terminal and the pipes; signals are passed on to it, and it ends when its guard does. One that
/// hangs in the DAC hears no signal, so it is killed some seconds after. After a
/// crash or a hang it is run once more with the stacks scanned instead of walked by the DAC (dotnet/runtime#124401). Cost: the start of a
/// process, some 50 ms.</remarks>
internal static partial class GuardedRun
{
    private const string GuardVariable = "HEAPGRAPH_GUARD";
    private const string ScanVariable = "HEAPGRAPH_SCAN_STACKS";
    private const int SignalBase = 128;
    private const int Hung = 124;   // what timeout(1) returns
    private const int Kill = 9;
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);   // work looks for cancellation many times a second
    private static readonly int[] Crashes = [4, 6, 7, 8, 11];   // SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV
    private static readonly PosixSignal[] PassedOn = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>Whether stacks are scanned instead of walked by the DAC.</summary>
    public static bool ScansStacks => Environment.GetEnvironmentVariable(ScanVariable) == "1";

    /// <summary>Whether a command line must be run by a guard: the commands that read heaps, outside of a guard's child.</summary>
    public static bool IsWanted(string[] args) =>
        !OperatingSystem.IsWindows() && args.Length > 0 && args[0] is not ("ps" or "help") && !args[0].StartsWith('-') && Guard is null;

    private static string? Guard => Environment.GetEnvironmentVariable(GuardVariable);

    /// <summary>In a guard's child: has the kernel end this process when its guard ends, however that happens.</summary>
    public static void EndWithGuard()
    {
        const int SetParentDeathSignal = 1, Terminate = 15;
        if (Guard is not { } guard)
        {
            return;
        }

        LiveProcesses.Guard = int.Parse(guard, CultureInfo.InvariantCulture);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        _ = SetProcessOption(SetParentDeathSignal, Terminate, 0, 0, 0);
        if (ParentProcessId().ToString(CultureInfo.InvariantCulture) != guard)
        {
            Environment.Exit(ExitCode.Cancelled);   // the guard ended before the kernel was asked
        }
    }

    /// <summary>Runs a command line in a child.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter error)
    {
        var code = RunChild(args, scansStacks: false);
        if (IsCrash(code))
        {
            code = RunChild(args, scansStacks: true);
        }

        if (!IsCrash(code) && (code <= SignalBase || code == ExitCode.Cancelled))
        {
            return code;
        }

        return HeapGraphProgram.Report(
            IsCrash(code)
                ? new HeapReadException(
                    $"The library that reads .NET memory (DAC) {(code == Hung ? "hung" : "crashed")} on this target{(code == Hung ? "" : $" (signal {code - SignalBase})")}: it is damaged.", HeapReadException.CollectAgain)
                : new HeapReadException($"Reading was ended from outside (signal {code - SignalBase}).", "Run it again; where memory is short, on a machine with more."),
            error,
            isVerbose: false);
    }

    /// <summary>Ends a guard's child in which the DAC does not come back; does nothing elsewhere.</summary>
    public static void EndHung()
    {
        if (Guard is not null)
        {
            Environment.Exit(Hung);
        }
    }

    private static bool IsCrash(int code) => code == Hung || Crashes.Contains(code - SignalBase);

    private static int RunChild(string[] args, bool scansStacks)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [Environment.GetCommandLineArgs()[0], .. args] : args);
        start.Environment[GuardVariable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment[ScanVariable] = scansStacks ? "1" : "0";
        var (id, received) = (0, 0);
        using var impatience = new Timer(_ =>
        {
            _ = Signal(id, Kill);
        });
        var passing = Array.ConvertAll(PassedOn, signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            received = NumberOf(context.Signal);
            PassOn();
        }));
        using var child = Process.Start(start)!;
        id = child.Id;
        PassOn();
        child.WaitForExit();
        Array.ForEach(passing, registration => registration.Dispose());
        return child.ExitCode == SignalBase + Kill && received != 0 ? ExitCode.Cancelled : child.ExitCode;

        void PassOn()
        {
            if (id != 0 && received != 0)
            {
                _ = Signal(id, received);
                impatience.Change(TimeToEnd, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        _ => 15,
    };

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentProcessId();

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int SetProcessOption(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);
}
