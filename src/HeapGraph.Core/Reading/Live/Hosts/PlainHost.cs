using System.Diagnostics;
using HeapGraph.Core.Graph.Residence;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>A system on which a process can only be asked for a dump: all but Linux.</summary>
internal sealed class PlainHost : IHost
{
    public Func<int, bool> Listeners() => DiagnosticsClient.GetPublishedProcesses().ToHashSet().Contains;

    public bool HasEnded(int processId) => false;

    public bool MayBeSeen(int processId) => true;

    public LiveRuntime? RuntimeOf(int processId) => null;

    public string? ProgramOf(Process process) => null;

    public string? UserOf(int processId) => null;

    public string? CommandLineOf(int processId) => null;

    public string? RuntimeInContainerOf(int processId) => null;

    public string TemporaryFolderOf(int processId) => Path.GetTempPath();

    public string RootOf(int processId) => "";

    public long MostBytesOf(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }

    public ProcessResidence? ResidenceOf(int processId) => null;

    public ProcessSize? SizeOf(int processId) => null;

    public IReadOnlyList<int> DescendantsOf(int processId) => [];

    public long? MemoryLimitOf(int processId) => null;

    public IOwnDump OwnDumpOf(int processId) => new PlainDump(processId, Path.GetTempPath());

    public ProcessAccess AccessTo(int processId) => new(
        new AccessObstacle("this system has none", "ask for its own dump"), Listeners()(processId) ? null : ProcessAccess.NoSocket);

    public IEnumerable<TargetCheck> Check(int processId, LiveOptions options, string? dacPath) => [AccessTo(processId).CheckOfAsking("reachable")];

    public IHeapCopy? Freeze(int processId, LiveOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) => null;
}
