using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Targets;

/// <summary>Turns what the user typed into the one target that is meant.</summary>
internal static class HeapTargetChooser
{
    /// <summary>The dump at a path.</summary>
    /// <exception cref="HeapTargetNotFoundException">There is no such file.</exception>
    public static HeapTarget AtPath(string path) =>
        File.Exists(path) || Directory.Exists(path)
            ? new HeapTarget.DumpFile(path)
            : throw new HeapTargetNotFoundException($"There is no file '{path}'.", $"Look in: {Path.GetDirectoryName(Path.GetFullPath(path))}");

    /// <summary>The process with a number; also one of which can't be seen from here whether it is a .NET process.</summary>
    /// <exception cref="HeapTargetNotFoundException">It does not run, or is no .NET process.</exception>
    public static HeapTarget WithId(int processId) =>
        (LiveProcesses.Find(processId) ?? LiveProcesses.FindHidden(processId)) is { } process
            ? new HeapTarget.LiveProcess(process.Id, process.Name)
            : throw new HeapTargetNotFoundException(
                LiveProcesses.IsRunning(processId)
                    ? $"Process {processId} is no .NET process that can be reached, or its diagnostics are turned off."
                    : $"There is no process {processId}.",
                Listing());

    /// <summary>The only process of a name; any name when null.</summary>
    /// <exception cref="HeapTargetNotFoundException">None, or several.</exception>
    public static HeapTarget OnlyProcess(string? name = null)
    {
        var matches = LiveProcesses.All().Where(process => name is null ? IsNoTool(process) : process.Name == name || process.ProcessName == name).ToArray();
        var which = name is null ? "" : $" named '{name}'";
        return matches.Length switch
        {
            1 => new HeapTarget.LiveProcess(matches[0].Id, matches[0].Name),
            0 => throw new HeapTargetNotFoundException($"There is no live .NET process{which}.", Listing()),
            _ => throw new HeapTargetNotFoundException($"There are {matches.Length} live .NET processes{which}.", new Remedy.ChooseProcess(Listing(matches))),
        };
    }

    /// <summary>The newest dump in a folder, else the only live .NET process.</summary>
    /// <param name="folder">Where dumps are looked for, without its subfolders.</param>
    /// <exception cref="HeapTargetNotFoundException">There is neither.</exception>
    public static HeapTarget Default(string folder)
    {
        var newest = Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles().Where(LooksLikeDump).OrderByDescending(file => file.LastWriteTimeUtc).FirstOrDefault()
            : null;
        if (newest is not null)
        {
            return new HeapTarget.DumpFile(Path.Combine(folder, newest.Name));
        }

        LiveProcessInfo[] processes = [.. LiveProcesses.All().Where(IsNoTool)];
        return processes.Length == 1
            ? new HeapTarget.LiveProcess(processes[0].Id, processes[0].Name)
            : throw new HeapTargetNotFoundException(
                $"No target was given, there is no dump in '{folder}', and {(processes.Length == 0 ? "no .NET process runs" : $"{processes.Length} .NET processes run")}.",
                new Remedy.NameTarget(Listing()));
    }

    private static bool LooksLikeDump(FileInfo file)
    {
        try
        {
            if (file.Length == 0)
            {
                return false;   // perhaps a pipe, and opening one waits for somebody to write to it
            }

            using var stream = file.OpenRead();
            return DumpKinds.Of(stream) is DumpKind.ElfCore or DumpKind.ElfCoreOf32Bit;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Nobody means another heapgraph who does not say so.
    private static bool IsNoTool(LiveProcessInfo process) => process.Name != "heapgraph";

    private static string Listing(IReadOnlyList<LiveProcessInfo>? among = null)
    {
        var processes = among ?? LiveProcesses.All();
        return processes.Count == 0
            ? "No .NET process of this machine can be seen."
            : $"Live .NET processes: {string.Join(", ", processes.Select(process => $"{process.Id} ({process.Name})"))}.";
    }
}
