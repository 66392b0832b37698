using System.Diagnostics;
using System.Runtime.Versioning;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>Linux, where a process can be frozen and copied, and be in a container.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxHost : IHost
{
    public Func<int, bool> Listeners() => DiagnosticsSocket.IsThere;

    public bool HasEnded(int processId) => ProcessStatus.HasEnded(processId);

    public bool MayBeSeen(int processId) => ProcessFiles.MayBeSeen(processId);

    public LiveRuntime? RuntimeOf(int processId) =>
        ProcessFiles.RuntimeOf(processId) is { } runtime ? new LiveRuntime(runtime, ProcessFiles.RuntimeVersionOf(processId, runtime)) : null;

    public string? ProgramOf(Process process) => process.ProcessName == "dotnet" ? ProcessFiles.ProgramOf(process.Id) : null;

    public string? UserOf(int processId)
    {
        try
        {
            return UserNames.Of(ProcessStatus.Of(processId).User);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public string? CommandLineOf(int processId) => ProcessFiles.CommandLineOf(processId);

    public string? RuntimeInContainerOf(int processId) => ProcessFiles.ForeignRuntimeFolderOf(processId);

    public string TemporaryFolderOf(int processId) => ProcessFiles.TemporaryFolderOf(processId);

    public string RootOf(int processId) => ProcessFiles.RootOf(processId);

    public long MostBytesOf(int processId) => ProcessStatus.Of(processId).Bytes;

    public ProcessResidence? ResidenceOf(int processId) => ResidenceReader.Of(processId);

    public ProcessSize? SizeOf(int processId) => ProcessSizes.Of(processId);

    public IReadOnlyList<int> DescendantsOf(int processId) => ProcessSizes.DescendantsOf(processId);

    public long? MemoryLimitOf(int processId) => ControlGroup.MemoryLimitOf(processId);

    public IOwnDump OwnDumpOf(int processId) => OwnDump.Of(processId);

    public ProcessAccess AccessTo(int processId) => new(TraceObstacle.Of(processId), SocketObstacle.Of(processId));

    public IEnumerable<TargetCheck> Check(int processId, LiveOptions options, string? dacPath) =>
        ProcessChecks.Of(processId, options, dacPath, this);

    public IHeapCopy? Freeze(int processId, LiveOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        if (!Environment.Is64BitProcess)
        {
            return null;
        }

        OwnChildren.Refuse(processId);
        return OtherTracers.WaitFor(processId, () => ProcessCopy.Take(processId, options, progress, cancellation), cancellation);
    }
}
