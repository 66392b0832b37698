using System.Runtime.Versioning;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>What the system tells of a process's memory, asked right after it was copied.</summary>
[SupportedOSPlatform("linux")]
internal static class ResidenceReader
{
    /// <param name="processId">The process, which runs on.</param>
    /// <param name="plan">What was copied of it.</param>
    /// <returns>Null where the system does not tell.</returns>
    public static ProcessResidence? Of(int processId, CopyPlan plan) =>
        Of(processId, () => plan.Memory.Concat(plan.Afterwards).Select(copied => new AddressRange(copied.Address, copied.Address + copied.Bytes)));

    /// <summary>The same where the process was not copied.</summary>
    public static ProcessResidence? Of(int processId) => Of(processId, () => OwnPagesNow(processId));

    private static ProcessResidence? Of(int processId, Func<IEnumerable<AddressRange>> ownPages)
    {
        try
        {
            return new ProcessResidence(ResidentMappings.Of(processId), Joined(ownPages()), ThreadNamesOf(processId), ControlGroup.MemoryOf(processId));
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private static List<AddressRange> OwnPagesNow(int processId)
    {
        using var crew = new CopyCrew();
        using var pages = new OwnPages(processId, crew);
        return [.. pages.In([.. MemoryMapping.Of(processId).Where(CopyPlan.Counts)]).SelectMany(own => own).Select(stretch => new AddressRange(stretch.Address, stretch.Address + stretch.Bytes))];
    }

    private static List<AddressRange> Joined(IEnumerable<AddressRange> pages)
    {
        var joined = new List<AddressRange>();
        foreach (var range in pages.OrderBy(range => range.Start))
        {
            if (joined.Count > 0 && joined[^1].End >= range.Start)
            {
                joined[^1] = new AddressRange(joined[^1].Start, Math.Max(joined[^1].End, range.End));
            }
            else
            {
                joined.Add(range);
            }
        }

        return joined;
    }

    private static Dictionary<int, string> ThreadNamesOf(int processId)
    {
        var names = new Dictionary<int, string>();
        var hasOwnIds = ProcessStatus.OwnIdOf(processId) != processId;
        foreach (var folder in Directory.EnumerateDirectories(ProcPath.Of(processId, "task")))
        {
            if (int.TryParse(Path.GetFileName(folder), out var thread) && ProcPath.LinesOf($"{folder}/comm") is [var name, ..])
            {
                names[hasOwnIds ? OwnIdOf(thread) : thread] = name;
            }
        }

        return names;
    }

    // It may have ended since.
    private static int OwnIdOf(int thread)
    {
        try
        {
            return ProcessStatus.OwnIdOf(thread);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return thread;
        }
    }
}
