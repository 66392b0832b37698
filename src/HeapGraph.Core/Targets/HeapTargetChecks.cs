using System.Diagnostics;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Live;

namespace HeapGraph.Core.Targets;

/// <summary>What can and can't be read of a target here.</summary>
internal static class HeapTargetChecks
{
    private const long LittleSpace = 1 << 30;   // bytes

    /// <summary>Looks at a target.</summary>
    /// <param name="target">The dump or process.</param>
    /// <param name="dacPath">The DAC to use; null to look for the one that fits.</param>
    /// <param name="live">How a process is copied.</param>
    public static IReadOnlyList<TargetCheck> Of(HeapTarget target, string? dacPath, LiveOptions live) => target switch
    {
        HeapTarget.DumpFile dump => [.. DumpChecks.Of(dump.Path, dacPath)],
        HeapTarget.LiveProcess process => [.. ThisHost.Is.Check(process.ProcessId, live, dacPath)],
        _ => throw new UnreachableException(),
    };

    /// <summary>Looks at this machine's folder for temporary files.</summary>
    public static TargetCheck OfTemporaryFolder()
    {
        var folder = Path.GetTempPath();
        if (!Directory.Exists(folder))
        {
            return new TargetCheck("temporary folder", CheckState.Limited, $"there is no {folder}", "Make it, or set TMPDIR to a folder that is there.");
        }

        var free = new DriveInfo(folder).AvailableFreeSpace;
        return new TargetCheck(
            "temporary folder",
            free < LittleSpace ? CheckState.Limited : CheckState.Good,
            $"{free:N0} bytes are free in {folder}",
            free < LittleSpace ? new Remedy.Plain("Make room, or set TMPDIR to a larger file system.") : null);
    }
}
