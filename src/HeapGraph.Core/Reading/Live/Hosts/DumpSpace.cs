namespace HeapGraph.Core.Reading.Live.Hosts;

/// <summary>What a dump may take that a process writes itself, and what is free where it would write it.</summary>
/// <param name="Needed">At most so many bytes.</param>
/// <param name="Free">Bytes.</param>
/// <param name="Folder">Where, as the process names it.</param>
internal sealed record DumpSpace(long Needed, long Free, string Folder)
{
    public static DumpSpace Of(int processId, IHost host)
    {
        var folder = host.TemporaryFolderOf(processId);
        return new DumpSpace(host.MostBytesOf(processId), new DriveInfo(host.RootOf(processId) + folder).AvailableFreeSpace, folder);
    }
}
