using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Cli.Sealing;

/// <summary>Takes all rights from this process, a guard's child, for good: before a DAC is loaded and the contents of a heap are read.</summary>
/// <remarks>What root may is given up by becoming a user who owns nothing; then a filter of system calls is put on every thread. From then
/// on nothing can be started, connected, traced, signalled, renamed or deleted, and each file that is to be opened the guard opens, or does not
/// (<see cref="SealKeeper"/>). Cost: some milliseconds.</remarks>
[SupportedOSPlatform("linux")]
internal static unsafe class Seal
{
    /// <summary>By which the guard names the child's end of their channel.</summary>
    public const string ChannelVariable = "HEAPGRAPH_CHANNEL";

    /// <summary>Between the words that are sent: what the file that is sent is found by, and what else may be read.</summary>
    public const char Separator = '\0';

    private const uint Nobody = 65534;
    private const int SetParentDeathSignal = 1, NoNewPrivileges = 38, Terminate = 15;
    private const int SetFilter = 1, SetFilterFlags = 1 | 4 | 8 | 16;   // on all threads; at full speed; with a listener; both at once

    private const int SetFlags = 2, CloseAtExec = 1;   // F_SETFD, FD_CLOEXEC

    private static readonly Lock Closing = new();
    private static readonly List<string> Read = [], Written = [];
    private static int? _channel;
    private static Task? _rehearsal;
    private static bool? _isClosed;

    /// <summary>Takes the channel over.</summary>
    /// <returns>False where there is no guard that answers for this process.</returns>
    public static bool Begin()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(ChannelVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var channel))
        {
            return false;
        }

        // What this process starts itself has no use for it.
        Environment.SetEnvironmentVariable(ChannelVariable, null);
        _channel = SealCalls.ControlFile(channel, SetFlags, CloseAtExec) == 0 ? channel : null;
        _rehearsal = _channel is null ? null : Task.Run(Rehearse);
        return _channel is not null;
    }

    // While the command line is read: what closing loads, compiles and looks up is at hand then.
    private static void Rehearse()
    {
        _ = DacLocator.InstalledFiles.Count();
        _ = MayAllEnter([]);
        _ = SealFilter.Of(Environment.ProcessId, 0, false);
        _ = Channel.Send(-1, [0], [0]);
        _ = SealCalls.Close(-1);
    }

    /// <summary>A file that is written.</summary>
    public static void WillWrite(string path) => Written.Add(Path.GetFullPath(path));

    /// <summary>A file that is read though it is not named on the command line.</summary>
    public static void WillRead(string path) => Read.Add(Path.GetFullPath(path));

    /// <summary>Closes it, once.</summary>
    /// <param name="dac">What is loaded next.</param>
    /// <returns>False where that can't be done.</returns>
    public static bool Close(Dac dac)
    {
        lock (Closing)
        {
            _rehearsal?.GetAwaiter().GetResult();
            return _isClosed ??= CloseOnThread(dac);
        }
    }

    // The kernel ends this process with its guard for as long as the thread lives that asked it to.
    private static bool CloseOnThread(Dac dac)
    {
        var isClosed = new TaskCompletionSource<bool>();
        new Thread(() =>
        {
            try
            {
                isClosed.SetResult(TryClose(dac));
            }
            catch (Exception failed)
            {
                isClosed.SetException(failed);
            }

            Thread.Sleep(Timeout.Infinite);
        }) { IsBackground = true, Name = "seal" }.Start();
        return isClosed.Task.GetAwaiter().GetResult();
    }

    private static bool TryClose(Dac dac)
    {
        if (_channel is not { } channel || dac.File is not { } library)
        {
            return false;
        }

        const int ReadWrite = 2, CloseOnExec = 0x8_0000;
        var memory = SealCalls.Open("/proc/self/mem", ReadWrite | CloseOnExec, 0);
        if (memory < 0)
        {
            return false;
        }

        var words = Encoding.UTF8.GetBytes(string.Join(Separator, [dac.LoadPath, .. Read, .. DacLocator.InstalledFiles]));
        var isRoot = SealCalls.User() == 0;
        Span<int> files = [0, memory, (int)library.DangerousGetHandle()];
        var steps = SealFilter.Of(Environment.ProcessId, channel, isRoot && !MayAllEnter([.. Read, .. Written]));
        fixed (SealFilter.Step* first = steps)
        {
            var program = new SealCalls.FilterProgram { Count = (ushort)steps.Length, Steps = first };
            var listener = SealCalls.ProcessOption(NoNewPrivileges, 1, 0, 0, 0) == 0 ? (int)SealCalls.Call(SystemCall.Filter, SetFilter, SetFilterFlags, &program) : -1;
            if (listener < 0)
            {
                _ = SealCalls.Close(memory);
                return false;
            }

            // Until the guard has the listener no thread opens anything. So nothing between here and there may have to be loaded.
            files[0] = listener;
            var isSent = Channel.Send(channel, words, files);
            _ = SealCalls.Close(listener);
            _ = SealCalls.Close(memory);
            if (isRoot)
            {
                BecomeNobody();
                _ = SealCalls.ProcessOption(SetParentDeathSignal, Terminate, 0, 0, 0);   // which another user forgets
            }

            GraphvizRunner.Elsewhere = SealedDrawing.Draw;
            return isSent;
        }
    }

    // Then nobody may look at what it needs without the guard, whose answers take some 50 microseconds each.
    private static bool MayAllEnter(string[] paths)
    {
        try
        {
            foreach (var path in (string[])[AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory(), .. paths])
            {
                for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
                {
                    if ((File.GetUnixFileMode(folder) & UnixFileMode.OtherExecute) == 0)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Each of glibc's calls acts on every thread. One that may not do so has no rights that it could give up.
    private static void BecomeNobody()
    {
        _ = SealCalls.SetGroups(0, null);
        _ = SealCalls.SetGroup(Nobody, Nobody, Nobody);
        _ = SealCalls.SetUser(Nobody, Nobody, Nobody);
    }
}
