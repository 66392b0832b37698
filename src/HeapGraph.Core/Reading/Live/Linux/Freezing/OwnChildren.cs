using System.Globalization;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.Freezing;

/// <summary>The processes that this one started. They must not be stopped by ptrace: .NET's <c>Process</c> takes the stop of a child
/// for its end, and loops without end when the child ends later
/// (dotnet/runtime: src/libraries/System.Diagnostics.Process, ProcessWaitState.Unix.cs).</summary>
internal static class OwnChildren
{
    /// <exception cref="FreezeRefusedException">It is one of them.</exception>
    public static void Refuse(int processId)
    {
        if (Contain(processId))
        {
            throw new FreezeRefusedException(new AccessObstacle("this process started it", "read it from another process"));
        }
    }

    private static bool Contain(int processId)
    {
        try
        {
            // pid (name) state parent …; the name may hold anything.
            var facts = File.ReadAllText(ProcPath.Of(processId, "stat"));
            return facts[(facts.LastIndexOf(')') + 2)..].Split(' ')[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
