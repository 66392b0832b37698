using System.Diagnostics;

namespace HeapGraph.Core.Reading.Live;

/// <summary>A live .NET process.</summary>
/// <param name="Id">Its process id.</param>
/// <param name="Name">Its name: the program's, where <c>dotnet</c> runs one.</param>
/// <param name="RuntimeVersion">Version of its runtime, null when unknown.</param>
/// <param name="Obstacle">Why it can't be read; null when it can.</param>
internal sealed record LiveProcessInfo(int Id, string Name, string? RuntimeVersion, string? Obstacle)
{
    /// <summary>Its name as the system has it: <c>dotnet</c> for many.</summary>
    public string ProcessName { get; init; } = Name;

    /// <summary>Bytes of it that are in memory.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>How long it has run; null when the system does not tell.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Whose it is; null when the system does not tell.</summary>
    public string? User { get; init; }

    /// <summary>What it was started with; null when the system does not tell.</summary>
    public string? CommandLine { get; init; }
}

/// <summary>The live .NET processes that can be seen from here.</summary>
internal static class LiveProcesses
{
    /// <summary>The id of a process that only guards this one, and so is no target either; 0 for none.</summary>
    public static int Guard { get; set; }

    /// <summary>All of them but this one and its guard, by process id.</summary>
    public static IReadOnlyList<LiveProcessInfo> All()
    {
        var listens = ThisHost.Is.Listeners();
        return [.. Process.GetProcesses()
            .Where(process => process.Id != Environment.ProcessId && process.Id != Guard)
            .Select(process => Describe(process, listens))
            .OfType<LiveProcessInfo>()
            .OrderBy(process => process.Id)];
    }

    /// <summary>One process; null when it does not run or is no .NET process.</summary>
    public static LiveProcessInfo? Find(int processId)
    {
        try
        {
            return processId == Environment.ProcessId || processId == 0
                ? null
                : Describe(Process.GetProcessById(processId), ThisHost.Is.Listeners());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether any process has this id.</summary>
    public static bool IsRunning(int processId)
    {
        // To the system, 0 is a process too: the one that idles. One that has ended stays in its list until its parent takes notice.
        if (processId == 0 || ThisHost.Is.HasEnded(processId))
        {
            return false;
        }

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
        if (processId == Environment.ProcessId || !IsRunning(processId) || ThisHost.Is.MayBeSeen(processId))
        {
            return null;
        }

        using var process = Process.GetProcessById(processId);
        return Named(process, null);
    }

    private static LiveProcessInfo? Describe(Process process, Func<int, bool> listens)
    {
        using (process)
        {
            try
            {
                var runtime = ThisHost.Is.RuntimeOf(process.Id);
                return runtime is not null || (listens(process.Id) && IsRunning(process.Id)) ? Named(process, runtime?.Version) : null;
            }
            catch (Exception gone) when (gone is InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private static TimeSpan? AgeOf(Process process)
    {
        try
        {
            return DateTime.Now - process.StartTime;
        }
        catch (Exception hidden) when (hidden is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            return null;
        }
    }

    private static LiveProcessInfo Named(Process process, string? runtimeVersion)
    {
        var name = ThisHost.Is.ProgramOf(process) ?? process.ProcessName;
        return new LiveProcessInfo(process.Id, name, runtimeVersion, ThisHost.Is.AccessTo(process.Id).Obstacle)
        {
            ProcessName = process.ProcessName,
            ResidentBytes = process.WorkingSet64,
            Age = AgeOf(process),
            User = ThisHost.Is.UserOf(process.Id),
            CommandLine = ThisHost.Is.CommandLineOf(process.Id),
        };
    }
}
