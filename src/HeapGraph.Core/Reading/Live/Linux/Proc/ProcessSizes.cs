using System.Globalization;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Reading.Live.Linux.Proc;

/// <summary>How large processes are, by what every user may read of them: neither stops nor slows them.</summary>
internal static class ProcessSizes
{
    private const int ParentColumn = 1;   // of those after the name: ppid in proc(5)

    /// <summary>How large a process is; null when it has ended.</summary>
    public static ProcessSize? Of(int processId)
    {
        try
        {
            var start = ProcessStatus.StartOf(processId);
            var status = ProcessStatus.Of(processId);
            return status.IsOver
                ? null
                : new ProcessSize(
                    start, status.ResidentBytes, status.ResidentAnonymousBytes, status.ResidentFileBytes, status.ResidentSharedMemoryBytes, status.SwappedBytes);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All that a process has started and that still runs, and what they have started. One whose parent has ended is nobody's.</summary>
    public static IReadOnlyList<int> DescendantsOf(int processId)
    {
        var children = Directory.EnumerateDirectories(ProcPath.OfMachine(""))
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0)
            .Select(id => (Id: id, Parent: ParentOf(id)))
            .ToLookup(process => process.Parent, process => process.Id);
        var found = new List<int>();
        var waiting = new Queue<int>([processId]);
        while (waiting.TryDequeue(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                waiting.Enqueue(child);
            }
        }

        return found;
    }

    private static int ParentOf(int processId)
    {
        try
        {
            var line = File.ReadAllText(ProcPath.Of(processId, "stat"));
            return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[ParentColumn], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
