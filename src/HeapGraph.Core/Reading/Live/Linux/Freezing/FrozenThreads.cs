using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>All threads of a process, stopped until disposal. Must be used by one thread of ours only: the kernel ties a
/// stopped thread to the thread that stopped it.</summary>
/// <remarks>Plain loops, since what the JIT has to compile first, such as queries over numbers, would be compiled while the process stands still.
/// A thread that sleeps in the kernel without hearing signals (for a disk, or for a child between vfork and exec) counts as stopped:
/// it stops before it runs a single instruction of its own. It can't be let go of while it sleeps; that happens when this thread of ours ends.
/// PTRACE_SEIZE leaves no signal behind: when this process dies, however it dies, the kernel lets the threads run
/// on. A stop is looked at without taking it, so that even then a signal that was about to be delivered is.
/// Cost: three system calls a thread.</remarks>
internal sealed unsafe class FrozenThreads : IDisposable
{
    private const int Seize = 0x4206, Interrupt = 0x4207, Detach = 17, GetRegisterSet = 0x4204, GetSignal = 0x4202, StopEvent = 128;
    private const int ThreadKind = 1, NoHang = 1, Stopped = 2, Exited = 4, Leave = 0x01000000, AnyThread = 0x40000000;
    private const int TrappedCode = 4, StoppedCode = 5;
    private const int General = 1, FloatingPoint = 2;   // NT_PRSTATUS, NT_PRFPREG
    private static readonly TimeSpan TimeToStop = TimeSpan.FromMilliseconds(20);   // most threads take some microseconds

    private static readonly TimeSpan TimeToWake = TimeSpan.FromSeconds(1);

    private readonly int _processId;
    private readonly Dictionary<int, int> _stops = [];   // thread to the signal that it was about to take, or 0
    private readonly HashSet<int> _pending = [];   // seized, not stopped yet
    private readonly HashSet<int> _asleep = [];   // seized, will stop when they wake up

    private enum Look
    {
        Runs,
        IsStopped,
        HasEnded,
    }

    private FrozenThreads(int processId) => _processId = processId;

    /// <summary>The threads, the main thread first.</summary>
    public List<int> Ids
    {
        get
        {
            List<int> ids = [.. _stops.Keys, .. _asleep];
            ids.Sort();
            if (ids.Remove(_processId))
            {
                ids.Insert(0, _processId);
            }

            return ids;
        }
    }

    /// <summary>Waits for those that sleep in the kernel, a second at most: most wake up soon.</summary>
    /// <returns>Whether all of them run on at once on disposal, and may be stopped again.</returns>
    public bool CanLetGo()
    {
        var clock = Stopwatch.StartNew();
        for (var spin = new SpinWait(); _asleep.Count > 0 && clock.Elapsed < TimeToWake; spin.SpinOnce(sleep1Threshold: 10))
        {
            foreach (var thread in _asleep)
            {
                TakeFrom(_asleep, thread);
            }
        }

        return _asleep.Count == 0;
    }

    /// <summary>Stops all threads, those too that are started meanwhile.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="limit">Throws when it is time to give up.</param>
    /// <exception cref="FreezeRefusedException">They may not be stopped.</exception>
    /// <exception cref="IOException">The process has ended.</exception>
    public static FrozenThreads Stop(int processId, Action limit)
    {
        var threads = new FrozenThreads(processId);
        try
        {
            while (threads.SeizeNew())
            {
                threads.WaitForStops(limit);
            }

            return threads._stops.Count + threads._asleep.Count > 0 ? threads : throw new IOException("The process has ended.");
        }
        catch
        {
            threads.Dispose();
            throw;
        }
    }

    /// <summary>The general registers of a thread as a core dump holds them; of one that sleeps in the kernel, those that are known.</summary>
    public byte[] GeneralRegisters(int thread) => Registers(thread, General) is { Length: > 0 } registers ? registers : SleepingRegisters.Of(_processId, thread);

    /// <summary>The floating point registers of a thread as a core dump holds them; none when they are not known.</summary>
    public static byte[] FloatingPointRegisters(int thread) => Registers(thread, FloatingPoint);

    /// <summary>Lets all threads run on.</summary>
    public void Dispose()
    {
        foreach (var (thread, signal) in _stops)
        {
            LetGo(thread, signal);
        }

        _stops.Clear();

        // Only a stopped thread can be let go of. One that does not stop sleeps in the kernel, and what is asked of it
        // ends with this thread of ours.
        LetGoOfStopped(_pending);
        LetGoOfStopped(_asleep);
    }

    private static void LetGoOfStopped(HashSet<int> threads)
    {
        foreach (var thread in threads)
        {
            if (LookAt(thread, out var signal) == Look.IsStopped)
            {
                LetGo(thread, signal);
            }
        }

        threads.Clear();
    }

    // A signal that the thread was stopped with on its way is handed on.
    private static void LetGo(int thread, int signal) => _ = LinuxCalls.Trace(Detach, thread, 0, signal);

    private static byte[] Registers(int thread, int kind)
    {
        var buffer = stackalloc byte[1024];
        var stretch = new LinuxCalls.Stretch((ulong)buffer, 1024);
        return LinuxCalls.Trace(GetRegisterSet, thread, kind, (nint)(&stretch)) == 0 ? new ReadOnlySpan<byte>(buffer, (int)stretch.Bytes).ToArray() : [];
    }

    private bool SeizeNew()
    {
        var isNew = false;
        foreach (var folder in ThreadFolders())
        {
            var thread = int.Parse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture);
            if (_stops.ContainsKey(thread) || _pending.Contains(thread) || _asleep.Contains(thread))
            {
                continue;
            }

            if (LinuxCalls.Trace(Seize, thread, 0, 0) != 0)
            {
                // A thread that is just ending can't be seized; neither can one that somebody else traces.
                if (Marshal.GetLastPInvokeError() == LinuxCalls.NoSuchProcess || IsEnding(thread))
                {
                    continue;
                }

                throw new FreezeRefusedException();
            }

            isNew = true;
            _pending.Add(thread);
            _ = LinuxCalls.Trace(Interrupt, thread, 0, 0);
        }

        return isNew;
    }

    private string[] ThreadFolders()
    {
        try
        {
            return Directory.GetDirectories(ProcPath.Of(_processId, "task"));
        }
        catch (DirectoryNotFoundException gone)
        {
            throw new IOException("The process has ended.", gone);
        }
    }

    private void WaitForStops(Action limit)
    {
        var clock = Stopwatch.StartNew();
        for (var spin = new SpinWait(); _pending.Count > 0; spin.SpinOnce(sleep1Threshold: -1))
        {
            foreach (var thread in _pending)
            {
                if (TakeFrom(_pending, thread) == Look.Runs && clock.Elapsed > TimeToStop && StateOf(thread) == 'D')
                {
                    _pending.Remove(thread);
                    _asleep.Add(thread);
                }
            }

            limit();
        }
    }

    private Look TakeFrom(HashSet<int> waited, int thread)
    {
        var look = LookAt(thread, out var signal);
        if (look != Look.Runs)
        {
            waited.Remove(thread);
        }

        if (look == Look.IsStopped)
        {
            _stops.Add(thread, signal);
        }

        return look;
    }

    /// <summary>Looks at a seized thread without waiting.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="signal">The signal that a stopped thread was about to take; 0 for none.</param>
    /// <remarks>A stop is not waited for: where the process is a child of ours, .NET's own wait for children may have taken it.</remarks>
    private static Look LookAt(int thread, out int signal)
    {
        LinuxCalls.ThreadState state = default;
        signal = 0;
        if (LinuxCalls.Trace(GetSignal, thread, 0, (nint)(&state)) == 0)
        {
            signal = state.Code >> 8 == StopEvent ? 0 : state.Signal;
            return Look.IsStopped;
        }

        if (Marshal.GetLastPInvokeError() == LinuxCalls.NotValid)
        {
            return Look.IsStopped;   // with its whole process, by SIGSTOP
        }

        state = default;
        const int Anything = NoHang | Stopped | Exited | AnyThread;
        var hasFailed = LinuxCalls.WaitFor(ThreadKind, thread, &state, Anything | Leave) != 0;
        if (!hasFailed && (state.ThreadId == 0 || state.Code is TrappedCode or StoppedCode))
        {
            return Look.Runs;
        }

        // What is left of it is taken, as its tracer must.
        _ = LinuxCalls.WaitFor(ThreadKind, thread, &state, Anything);
        return Look.HasEnded;
    }

    private bool IsEnding(int thread) => StateOf(thread) is 'Z' or 'X' or 'x';

    /// <summary>The letter of a thread's state in proc(5); X when it is gone.</summary>
    private char StateOf(int thread)
    {
        try
        {
            var text = File.ReadAllText(ProcPath.OfThread(_processId, thread, "stat"));
            return text[text.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return 'X';
        }
    }
}
