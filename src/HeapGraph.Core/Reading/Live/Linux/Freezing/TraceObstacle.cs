using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>Tells why a process may not be frozen and read, without stopping it.</summary>
internal static class TraceObstacle
{
    private const int PeekMemory = 2;
    private const ulong TraceCapability = 1UL << 19;   // CAP_SYS_PTRACE
    private static readonly Remedy MoreRights = new Remedy.MoreRights();

    /// <returns>Null when it may be.</returns>
    public static AccessObstacle? Of(int processId)
    {
        try
        {
            return MayRead(processId) is var mayRead && mayRead && MayTrace(processId) ? OfTracer(processId) : Explain(processId, mayRead);
        }
        catch (IOException)
        {
            return new AccessObstacle("it has ended", new Remedy.ListProcesses());
        }
    }

    // Whether access is allowed is decided before the address is looked at, by the same rule as for stopping it.
    private static bool MayRead(int processId)
    {
        Span<byte> probe = stackalloc byte[1];
        return LiveMemory.Read(processId, 0, probe) >= 0;
    }

    // Of a process that is not traced nothing can be read this way: "no such process" comes from the kernel, all else
    // from a filter before it.
    private static bool MayTrace(int processId) =>
        LinuxCalls.Trace(PeekMemory, processId, 0, 0) == 0 || Marshal.GetLastPInvokeError() == LinuxCalls.NoSuchProcess;

    private static AccessObstacle? OfTracer(int processId) => ProcessStatus.Of(processId).Tracer is not 0 and var tracer
        ? new AccessObstacle($"thread {tracer.ToString(CultureInfo.InvariantCulture)}, such as a debugger's, traces it", "detach it")
        : null;

    private static AccessObstacle Explain(int processId, bool mayRead)
    {
        var (own, other, yama) = (ProcessStatus.Own, ProcessStatus.Of(processId), Yama());
        var hasCapability = (own.Capabilities & TraceCapability) != 0;
        return own.User != other.User && !hasCapability && own.User != 0
            ? new AccessObstacle($"its user id is {other.User}, ours {own.User}", other.User == 0 ? MoreRights : new Remedy.Either(new Remedy.Plain($"Run as user {other.User}."), MoreRights))
            : yama == 3
            ? new AccessObstacle("yama 3", "start the machine with kernel.yama.ptrace_scope below 3")
            : mayRead
            ? Filtered()
            : !hasCapability && yama > 0
            ? new AccessObstacle($"yama {yama}", new Remedy.Either(MoreRights, new Remedy.Plain("Allow it with: sysctl kernel.yama.ptrace_scope=0")))
            : !hasCapability && (own.User != other.User || (other.Capabilities & ~own.Capabilities) != 0)
            ? new AccessObstacle("the capability SYS_PTRACE is missing", MoreRights)
            : own.IsFiltered ? Filtered() : new AccessObstacle("the kernel refuses it", MoreRights);
    }

    private static AccessObstacle Filtered() => new("seccomp forbids it", new Remedy.LiftFilter());

    private static int Yama()
    {
        try
        {
            return int.Parse(File.ReadAllText(ProcPath.OfMachine("sys/kernel/yama/ptrace_scope")), CultureInfo.InvariantCulture);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
