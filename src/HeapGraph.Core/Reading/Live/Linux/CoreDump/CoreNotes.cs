using System.Buffers.Binary;
using System.Text;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Core.Reading.Live.Linux.CoreDump;

/// <summary>The notes of a core dump: the process, its threads with their registers, the auxiliary vector and the mapped files.</summary>
/// <remarks>Layouts of 64-bit Linux: elf_prstatus and elf_prpsinfo of linux/elfcore.h, NT_FILE of fs/binfmt_elf.c.</remarks>
internal static class CoreNotes
{
    private const uint Status = 1, FloatingPoint = 2, ProcessInfo = 3, AuxiliaryVector = 6, MappedFiles = 0x46494C45;

    public static byte[] Of(
        int processId, IReadOnlyList<CoreThread> threads, IEnumerable<MemoryMapping> mappings, byte[] auxiliaryVector, ProcessResidence? residence)
    {
        using var notes = new MemoryStream();
        var isFirst = true;
        foreach (var thread in threads)
        {
            Add(notes, Status, StatusOf(thread));
            if (isFirst)
            {
                Add(notes, ProcessInfo, InfoOf(processId, threads[0].Id));
                Add(notes, AuxiliaryVector, auxiliaryVector);
                Add(notes, MappedFiles, FilesOf(mappings));
                NoteOf(processId, residence).AddTo(notes);
                if (residence is not null)
                {
                    ResidenceNote.AddTo(notes, residence);
                }

                isFirst = false;
            }

            if (thread.FloatingPoint.Length > 0)
            {
                Add(notes, FloatingPoint, thread.FloatingPoint);
            }
        }

        return notes.ToArray();
    }

    private static byte[] StatusOf(CoreThread thread)
    {
        const int IdAt = 32, RegistersAt = 112;
        var bytes = new byte[RegistersAt + thread.Registers.Length + 8];
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(IdAt), thread.Id);
        thread.Registers.CopyTo(bytes, RegistersAt);
        bytes[^8] = (byte)(thread.FloatingPoint.Length > 0 ? 1 : 0);   // pr_fpvalid
        return bytes;
    }

    private static byte[] InfoOf(int processId, int ownId)
    {
        const int IdAt = 24, NameAt = 40, NameBytes = 16, ArgumentsAt = 56, ArgumentsBytes = 80;
        var bytes = new byte[136];
        bytes[1] = (byte)'R';
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(IdAt), ownId);
        Cut(Read(ProcPath.Of(processId, "comm")).TakeWhile(letter => letter != '\n'), NameBytes).CopyTo(bytes, NameAt);
        Cut(Read(ProcPath.Of(processId, "cmdline")).Select(letter => letter == 0 ? (byte)' ' : letter), ArgumentsBytes).CopyTo(bytes, ArgumentsAt);
        return bytes;

        static byte[] Cut(IEnumerable<byte> text, int bytes) => [.. text.Take(bytes - 1)];
    }

    private static ProcessNote NoteOf(int processId, ProcessResidence? residence)
    {
        try
        {
            var status = ProcessStatus.Of(processId);
            return new ProcessNote(DateTimeOffset.UtcNow, ProcessStatus.AgeOf(processId), residence?.Mappings.Sum(mapping => mapping.Resident) ?? status.ResidentBytes, ControlGroup.MemoryLimitOf(processId), status.ResidentFileBytes);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return new ProcessNote(DateTimeOffset.UtcNow, null, null, null, null);
        }
    }

    private static byte[] FilesOf(IEnumerable<MemoryMapping> mappings)
    {
        var files = mappings.Where(mapping => mapping.Path.StartsWith('/')).ToArray();
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write((long)files.Length);
        writer.Write((long)OwnPages.PageBytes);
        foreach (var file in files)
        {
            writer.Write(file.Start);
            writer.Write(file.End);
            writer.Write(file.Offset / OwnPages.PageBytes);
        }

        foreach (var file in files)
        {
            writer.Write(Encoding.UTF8.GetBytes(file.Path));
            writer.Write((byte)0);
        }

        return bytes.ToArray();
    }

    private static void Add(MemoryStream notes, uint type, byte[] value) => ElfNotes.Add(notes, "CORE\0"u8, type, value);

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
