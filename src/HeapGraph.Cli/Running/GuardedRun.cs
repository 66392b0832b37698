using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph.Cli.Sealing;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Cli.Running;

/// <summary>Runs a command in a child process, because the DAC is native code that a dump can crash, and no
/// process survives that by itself.</summary>
/// <remarks>The child shares the terminal and the pipes; signals are passed on to it, and it ends when its guard does. One that
/// hangs in the DAC hears no signal, so it is killed some seconds after. After a crash or a hang it is run again without just that piece
/// which it was asking the DAC for, as <see cref="CrashNote"/> tells, and so on. Cost: the start of a process, some 50 ms.</remarks>
internal static partial class GuardedRun
{
    private const string GuardVariable = "HEAPGRAPH_GUARD";
    private const string LeftOutVariable = "HEAPGRAPH_LEFT_OUT";
    private const int MaxRuns = 10;
    private const int SignalBase = 128;
    private const int Hung = 124;   // what timeout(1) returns
    private const int Interrupt = 2, Kill = 9;
    private const int SaidStopped = 123;   // a code of its own, as a process that a signal ends has 130 too
    internal static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);   // work looks for cancellation many times a second
    private static readonly int[] Crashes = [4, 6, 7, 8, 11];   // SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV
    private static readonly PosixSignal[] PassedOn = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>What the DAC is not asked for, since it crashed there.</summary>
    public static LeftOut LeftOut { get; private set; } = LeftOut.Nothing;

    /// <summary>Whether a command line must be run by a guard: the commands that read heaps, outside of a guard's child.</summary>
    public static bool IsWanted(string[] args) =>
        !OperatingSystem.IsWindows() && args.Length > 0 && args[0] is not ("ps" or "complete" or "completion" or "manual") && !args[0].StartsWith('-') && Guard is null;

    private static int? Guard =>
        int.TryParse(Environment.GetEnvironmentVariable(GuardVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var guard) ? guard : null;

    /// <summary>In a guard's child: has the kernel end this process when its guard ends, however that happens.</summary>
    public static void EndWithGuard()
    {
        const int SetParentDeathSignal = 1, Terminate = 15;
        if (Guard is not { } guard)
        {
            return;
        }

        LiveProcesses.Guard = guard;
        LeftOut = LeftOut.Parse(Environment.GetEnvironmentVariable(LeftOutVariable));
        CrashNote.Begin();
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        _ = SetProcessOption(SetParentDeathSignal, Terminate, 0, 0, 0);
        if (ParentProcessId() != guard)
        {
            // It ended before the kernel was asked.
            Console.Error.WriteLine($"Stopped, since process {guard} has ended, which watches over this one ({GuardVariable}).");
            Environment.Exit(ExitCode.Cancelled);
        }
    }

    /// <summary>In a guard's child: keeps what is written until the end, as far as it is no more than people read, so that a crash on the way
    /// leaves nothing of it before what the next run writes.</summary>
    public static void HoldOutput()
    {
        const int Characters = 1 << 18;
        if (Guard is not null && Console.IsOutputRedirected)
        {
            Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), Console.Out.Encoding, Characters));
        }
    }

    /// <summary>Runs a command line in a child.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter error)
    {
        var files = FilesReadBy(args);
        using var note = CrashNote.Create();
        var (code, isStopped, leftOut, isRepeated) = (0, false, LeftOut.Nothing, false);
        LeftOut? next = leftOut;
        for (var run = 0; run < MaxRuns && next is not null; run++)
        {
            leftOut = next;
            (code, isStopped) = RunChild(args, leftOut, note);
            next = IsCrash(code) && !isStopped ? Next() : null;
        }

        if (!isStopped && files.FirstOrDefault(file => HasChanged(file)) is { } changed)
        {
            return FailureReport.Write(
                new HeapReadException($"'{changed}' was written to while it was read: what was said of it can't be trusted.", "Wait until it is whole, and run heapgraph again."), error, isVerbose: false);
        }

        // One that was stopped before it listened to signals, or that did not come to its end in time, could not say so.
        if (code == SignalBase + Interrupt || (isStopped && code > SignalBase))
        {
            return FailureReport.Write(new OperationCanceledException(), error, isVerbose: false);
        }

        if (!IsCrash(code) && code <= SignalBase)
        {
            return code == SaidStopped ? ExitCode.Cancelled : code;
        }

        return FailureReport.Write(
            IsCrash(code)
                ? FailureOf(code == Hung ? "hung" : $"crashed (signal {code - SignalBase})", note?.Read().Piece)
                : new HeapReadException($"Reading was ended from outside (signal {code - SignalBase}).", "Run it again; where memory is short, on a machine with more: heapgraph capture writes a dump to take there."),
            error,
            isVerbose: false);

        // Null when nothing is left to try. Without a note it may have been the walk of the stacks (dotnet/runtime#124401).
        LeftOut? Next()
        {
            if (note is null)
            {
                return leftOut.With(DacPieces.StackWalks, 0, 0);
            }

            var (piece, item, module) = note.Read();
            if (piece == DacPieces.None && !isRepeated)
            {
                isRepeated = true;
                return leftOut;
            }

            return leftOut.With(piece, item, module);
        }
    }

    /// <summary>The exit code as a guard is told it.</summary>
    public static int ToGuard(int code) => code == ExitCode.Cancelled && Guard is not null ? SaidStopped : code;

    /// <summary>Ends a guard's child in which the DAC does not come back; does nothing elsewhere.</summary>
    public static void EndHung()
    {
        if (Guard is not null)
        {
            Environment.Exit(Hung);
        }
    }

    private static HeapReadException FailureOf(string how, DacPieces? piece) => piece switch
    {
        DacPieces.None => new($"Reading {how} outside of the library that reads .NET memory (DAC).", "Run it again; where it ends in the same way, report what --verbose prints until then."),
        DacCall.Opening => new($"The library that reads .NET memory (DAC) {how} while it opened this target, without which nothing can be read: it may be damaged.", HeapReadException.CollectAgain),
        null => new($"The library that reads .NET memory (DAC) {how} on this target: it may be damaged.", HeapReadException.CollectAgain),
        _ => new($"The library that reads .NET memory (DAC) {how} on this target again and again, whatever was left out: it may be damaged.", HeapReadException.CollectAgain),
    };

    private static bool IsCrash(int code) => code == Hung || Crashes.Contains(code - SignalBase);

    private static (int Code, bool IsStopped) RunChild(string[] args, LeftOut leftOut, CrashNote? note)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? [Environment.GetCommandLineArgs()[0], .. args] : args);
        start.Environment[GuardVariable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        start.Environment[LeftOutVariable] = leftOut.ToString();
        note?.GiveTo(start.Environment);
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
        var sealing = OperatingSystem.IsLinux() ? SealedChild.Ready(start.Environment) : null;
        using var child = Process.Start(start)!;
        if (OperatingSystem.IsLinux())
        {
            sealing?.Serve(child.Id, [.. FilesReadBy(args).Select(file => file.FullName)], OutputOf(args) is { Length: > 0 } output and not "-" ? output : null);
        }

        id = child.Id;
        PassOn();
        child.WaitForExit();
        Array.ForEach(passing, registration => registration.Dispose());
        if (child.ExitCode > SignalBase && FolderOfOutput(args) is { } folder)
        {
            LeftFiles.DeleteLeftBy(child.Id, folder);
        }

        return (child.ExitCode, received != 0);

        void PassOn()
        {
            if (id != 0 && received != 0)
            {
                _ = Signal(id, received);
                impatience.Change(TimeToEnd, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The files that a command line names, but for the one that is written.</summary>
    private static FileInfo[] FilesReadBy(string[] args) =>
        [.. args.Where(word => word != OutputOf(args) && File.Exists(word)).Select(word => new FileInfo(word)).Where(file => file.Exists)];

    // What a file info says stays as it was when it was asked first.
    private static bool HasChanged(FileInfo before) =>
        new FileInfo(before.FullName) is var now && now.Exists && (now.Length, now.LastWriteTimeUtc) != (before.Length, before.LastWriteTimeUtc);

    private static string OutputOf(string[] args) =>
        args.Zip(args.Skip(1)).Where(pair => pair.First is "-o" or "--output").Select(pair => pair.Second).FirstOrDefault("");

    /// <summary>Where the file is that the command line names with -o; null when it names none.</summary>
    private static string? FolderOfOutput(string[] args)
    {
        var path = OutputOf(args);
        return path.Length > 0 && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && Directory.Exists(folder) ? folder : null;
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
