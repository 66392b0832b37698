using System.Diagnostics;
using HeapGraph.Core.Reading.Live.Linux;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Core.Reading.Live;

/// <summary>A live .NET process.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Name">Its name.</param>
/// <param name="RuntimeVersion">Version of its runtime, null when unknown.</param>
/// <param name="Obstacle">Why it can't be read and what would help; null when it can.</param>
internal sealed record LiveProcessInfo(int Id, string Name, string? RuntimeVersion, string? Obstacle);

/// <summary>The live .NET processes that can be seen from here.</summary>
internal static class LiveProcesses
{
    /// <summary>All of them but this one, by process id.</summary>
    public static IReadOnlyList<LiveProcessInfo> All()
    {
        var published = OperatingSystem.IsLinux() ? [] : DiagnosticsClient.GetPublishedProcesses().ToHashSet();
        return [.. Process.GetProcesses()
            .Where(process => process.Id != Environment.ProcessId)
            .Select(process => Describe(process, published.Contains))
            .OfType<LiveProcessInfo>()
            .OrderBy(process => process.Id)];
    }

    /// <summary>One process; null when it does not run or is no .NET process.</summary>
    public static LiveProcessInfo? Find(int processId)
    {
        try
        {
            return processId == Environment.ProcessId
                ? null
                : Describe(Process.GetProcessById(processId), id => DiagnosticsClient.GetPublishedProcesses().Contains(id));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether any process has this id.</summary>
    public static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>A running process that nobody may look into from here; null when that is not so.</summary>
    public static LiveProcessInfo? FindHidden(int processId)
    {
        if (!OperatingSystem.IsLinux() || processId == Environment.ProcessId || !IsRunning(processId) || ProcessFiles.MayBeSeen(processId))
        {
            return null;
        }

        using var process = Process.GetProcessById(processId);
        return new LiveProcessInfo(processId, process.ProcessName, null, ObstacleOf(processId));
    }

    private static string? ObstacleOf(int processId) =>
        ProcessAccess.Of(processId).Obstacle is { } obstacle ? $"{obstacle}; for what would help: heapgraph doctor --pid {processId}" : null;

    private static LiveProcessInfo? Describe(Process process, Func<int, bool> isPublished)
    {
        using (process)
        {
            try
            {
                var runtime = OperatingSystem.IsLinux() ? ProcessFiles.RuntimeOf(process.Id) : null;
                return runtime is not null || (OperatingSystem.IsLinux() ? ProcessFiles.SocketOf(process.Id) is not null : isPublished(process.Id))
                    ? new LiveProcessInfo(
                        process.Id, process.ProcessName, Path.GetFileName(Path.GetDirectoryName(runtime)), ObstacleOf(process.Id))
                    : null;
            }
            catch (Exception gone) when (gone is InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
