using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>What can and can't be read of a live process. Neither stops nor changes it.</summary>
[SupportedOSPlatform("linux")]
internal static class ProcessChecks
{
    /// <summary>Looks at a process.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="options">How it would be copied.</param>
    /// <param name="dacPath">The DAC to use; null to look for the one that fits.</param>
    /// <param name="host">The system that it runs on.</param>
    public static IEnumerable<TargetCheck> Of(int processId, LiveOptions options, string? dacPath, IHost host)
    {
        var access = host.AccessTo(processId);
        return
        [
            .. Owner(processId), access.CheckOfFreezing(), access.CheckOfAsking(access.Asking is null ? SocketOf(processId) : ""),
            .. Runtime(processId, dacPath, host), Resident(processId), .. Room(processId, options, access, host),
        ];
    }

    private static TargetCheck Resident(int processId)
    {
        var status = ProcessStatus.Of(processId);
        return new TargetCheck(
            "resident memory", CheckState.Good,
            $"{status.ResidentBytes.AsByteSize}, of which {status.ResidentFileBytes.AsByteSize} are pages of files{(ControlGroup.MemoryLimitOf(processId) is { } limit ? $"; {limit.AsByteSize} are allowed" : "")}",
            new Remedy.SeeMemory(processId));
    }

    private static string SocketOf(int processId)
    {
        using var socket = DiagnosticsSocket.Of(processId);
        return socket?.Path ?? "reachable";
    }

    private static IEnumerable<TargetCheck> Owner(int processId)
    {
        var (own, other) = (ProcessStatus.Own, ProcessStatus.Of(processId));
        yield return own.User == other.User || own.User == 0
            ? new TargetCheck("user", CheckState.Good, own.User == other.User ? $"the same as ours, {own.User}" : $"{other.User}, and ours is root")
            : new TargetCheck("user", CheckState.Limited, $"{other.User}, and ours is {own.User}", $"Run as user {other.User} or as root.");
        if (other.OwnId != processId)
        {
            yield return new TargetCheck("container", CheckState.Good, $"has pids of its own, there it is process {other.OwnId}; its files are found below {ProcPath.SeenBy(processId, "")}");
        }
    }

    private static IEnumerable<TargetCheck> Runtime(int processId, string? dacPath, IHost host)
    {
        try
        {
            using var target = OpenedDump.Over(new LiveMemory(processId, MemoryMapping.Of(processId)));
            return target.ClrVersions.MaxBy(info => info.Version) is { } runtime
                ? [
                    new TargetCheck("runtime", CheckState.Good, $"{runtime.Name}, {runtime.ModuleInfo.FileName}"),
                    new TargetCheck("DAC", CheckState.Good, DacLocator.Find(runtime, new DacPlaces(dacPath, host.RuntimeInContainerOf(processId))).Path),
                ]
                : Beside(processId);
        }
        catch (HeapReadException missing)
        {
            return [new TargetCheck("DAC", CheckState.Bad, missing.Message, missing.Remedy)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return Beside(processId);
        }
    }

    // Where its memory can't be read, its files still tell.
    private static TargetCheck[] Beside(int processId)
    {
        if (ProcessFiles.RuntimeOf(processId) is not { } runtime)
        {
            return [new TargetCheck("runtime", CheckState.Limited, "can't be seen from here", new Remedy.CheckDump())];
        }

        var container = ProcessFiles.ForeignRuntimeFolderOf(processId);
        var dac = Path.Combine(container ?? Path.GetDirectoryName(runtime)!, DacLocator.DacName);
        var name = $".NET {ProcessFiles.RuntimeVersionOf(processId, runtime) ?? "?"}";
        return
        [
            new TargetCheck("runtime", CheckState.Good, $"{name}, {runtime}"),
            File.Exists(dac)
                ? DacLocator.Obstacle(dac, container is not null) is { } obstacle
                    ? new TargetCheck("DAC", CheckState.Limited, $"not trusted: {dac}, since {obstacle}", new Remedy.TrustDac(dac, name))
                    : new TargetCheck("DAC", CheckState.Good, dac)
                : new TargetCheck("DAC", CheckState.Limited, $"not found beside the runtime: {dac}", new Remedy.NameDac(DacLocator.DacName)),
        ];
    }

    private static IEnumerable<TargetCheck> Room(int processId, LiveOptions options, ProcessAccess access, IHost host)
    {
        var (needed, free) = (ProcessStatus.Of(processId).Bytes, FreeMemory.Bytes());
        var (folder, most) = (options.SpillFolder ?? SpillPlace.Default, options.SpillFolder is null ? (long)(free * FreeMemory.ShareForCopying) : 0);
        if (access.Freezing is null)
        {
            var name = most > 0 ? $"the copy beside {most:N0} bytes in memory" : "the copy";
            yield return needed <= most
                ? new TargetCheck("memory for the copy", CheckState.Good, $"at most {needed:N0} bytes, {free:N0} are free")
                : SpillPlace.IsInMemory(folder) && needed > free * FreeMemory.ShareForCopying
                    ? new TargetCheck(name, CheckState.Bad, $"may take {needed - most:N0} bytes, and {folder} lies in memory too", new Remedy.SpillElsewhere(IsLarger: false))
                    : FolderFor(
                        name, needed - most, folder, new DriveInfo(folder).AvailableFreeSpace, new Remedy.SpillElsewhere(IsLarger: true), CheckState.Bad);
        }

        if (access.Asking is null)
        {
            var dump = DumpSpace.Of(processId, host);
            yield return FolderFor(
                "its temporary folder", dump.Needed, dump.Folder, dump.Free,
                new Remedy.Plain("Make room there, or start the process with TMPDIR on a larger file system."),
                access.Freezing is null ? CheckState.Limited : CheckState.Bad);
        }
    }

    private static TargetCheck FolderFor(string name, long needed, string folder, long free, Remedy remedy, CheckState shortage) => needed < free
        ? new TargetCheck(name, CheckState.Good, $"at most {needed:N0} bytes, {free:N0} are free in {folder}")
        : new TargetCheck(name, shortage, $"may take {needed:N0} bytes, and {folder} has {free:N0} left", remedy);
}
