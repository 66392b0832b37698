using System.Diagnostics;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Reading.Live;

/// <summary>Watches how large a process is, from now on.</summary>
internal sealed class ProcessWatch
{
    private readonly int _processId;
    private readonly bool _includesChildren;
    private readonly string _start;
    private readonly long _began = Stopwatch.GetTimestamp();

    /// <exception cref="HeapReadException">The process does not run, or nothing tells how large it is.</exception>
    public ProcessWatch(int processId, bool includesChildren)
    {
        (_processId, _includesChildren) = (processId, includesChildren);
        _start = ThisHost.Is.SizeOf(processId)?.Start ?? throw new HeapReadException($"Process {processId} has ended, or the system does not tell how large it is.", new Remedy.ListProcesses());
    }

    /// <summary>What it has now; null when it has ended, though another one may have its id by now.</summary>
    public MemorySample? Next()
    {
        var at = Stopwatch.GetElapsedTime(_began);
        if (ThisHost.Is.SizeOf(_processId) is not { } own || own.Start != _start)
        {
            return null;
        }

        ProcessSize[] all = [own, .. _includesChildren ? ThisHost.Is.DescendantsOf(_processId).Select(ThisHost.Is.SizeOf).OfType<ProcessSize>() : []];
        return new MemorySample(
            at, all.Sum(size => size.Resident), all.Sum(size => size.Anonymous), all.Sum(size => size.File), all.Sum(size => size.SharedMemory),
            all.Sum(size => size.Swapped), all.Length);
    }
}
