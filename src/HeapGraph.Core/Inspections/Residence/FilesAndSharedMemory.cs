namespace HeapGraph.Core.Inspections.Residence;

/// <summary>Files that are mapped, and memory shared with others.</summary>
internal sealed class FilesAndSharedMemory : IMemoryInspection
{
    private const int Shown = 3;

    public MemoryVerdict? Of(InspectedMemory memory)
    {
        var (files, shared) = (memory.BytesOf(MemoryKind.MappedFiles), memory.BytesOf(MemoryKind.SharedMemory));
        if (!memory.Matters(files + shared))
        {
            return null;
        }

        return new MemoryVerdict(
            memory.SeverityOf(files + shared), "mapped-files", files >= shared
                ? $"Mapped files: {files.AsByteSize} {memory.OfTotal} are files that the program has mapped."
                : $"Shared memory: {shared.AsByteSize} {memory.OfTotal} are memory that can be shared with other processes.", files + shared)
        {
            Evidence =
            [
                .. memory.PartsOf(MemoryKind.MappedFiles, MemoryKind.SharedMemory).Take(Shown).Select(part => $"{part.ResidentBytes.AsByteSize}: {part.Owner ?? "memory without a name"}."),
                .. files > 0 ? (string[])["What of a file was only read the system drops when it needs memory: it counts as resident, and is no burden."] : [],
            ],
            Remedy = "Where it must be smaller: close what is no longer read (MemoryMappedFile.Dispose), or read it piece by piece.",
        };
    }
}
