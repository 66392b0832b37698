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
    public static ProcessResidence? Of(int processId, CopyPlan plan)
    {
        try
        {
            return new ProcessResidence(ResidentMappings.Of(processId), OwnPagesIn(plan), ThreadNamesOf(processId), ControlGroup.MemoryOf(processId));
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    private static List<AddressRange> OwnPagesIn(CopyPlan plan)
    {
        var pages = new List<AddressRange>();
        foreach (var (address, bytes, _) in plan.Memory.Concat(plan.Afterwards).OrderBy(copied => copied.Address))
        {
            if (pages.Count > 0 && pages[^1].End >= address)
            {
                pages[^1] = new AddressRange(pages[^1].Start, Math.Max(pages[^1].End, address + bytes));
            }
            else
            {
                pages.Add(new AddressRange(address, address + bytes));
            }
        }

        return pages;
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
