using System.Buffers.Binary;
using HeapGraph.Core.Reading.Elf;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>The process that a dump is of.</summary>
internal static class DumpedProcess
{
    private const uint InfoType = 3;   // NT_PRPSINFO: elf_prpsinfo of linux/elfcore.h
    private const int IdAt = 24, MostNoteBytes = 64 << 20;
    private const string Runtime = "System.Private.CoreLib.dll";

    /// <summary>What the file tells: its notes, and when it was written; and the fatal signal that it was written for, with the thread that this ended.</summary>
    /// <remarks>Nothing of it is needed to read the heap.</remarks>
    public static DumpNotes Of(IDumpBytes dump)
    {
        var process = new HeapProcess { TakenAt = dump.WrittenAt, IsTimeOfFile = dump.WrittenAt is not null };
        byte[] notes = [];
        try
        {
            using var file = dump.Open();
            notes = ElfFile.Of(file) is { } elf && elf.Parts().FirstOrDefault(part => part.Type == ElfProgramHeader.Notes) is { FileBytes: > 0 } part
                ? elf.Contents(part, MostNoteBytes) : [];
            process = ProcessNote.In(notes) is not { } note ? process : process with
            {
                TakenAt = note.TakenAt, IsTimeOfFile = false, Age = note.Age, ResidentBytes = note.ResidentBytes, MemoryLimit = note.MemoryLimit,
                ResidentFileBytes = note.ResidentFileBytes,
            };
            process = ElfNotes.Find(notes, "CORE\0"u8, InfoType) is { Length: >= IdAt + sizeof(int) } info && BinaryPrimitives.ReadInt32LittleEndian(info[IdAt..]) is > 0 and var id
                ? process with { Id = id }
                : process;
            return new DumpNotes(process, ElfSignal.FatalIn(notes), notes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new DumpNotes(process, null, notes);
        }
    }

    /// <summary>The program that a runtime runs: its main assembly, which is the first that it loads after its own.</summary>
    /// <returns>Null when that can't be told.</returns>
    public static string? ProgramOf(ClrRuntime runtime, LeftOut leftOut)
    {
        if (leftOut.Has(DacPieces.ProgramName))
        {
            return null;
        }

        DacCall.Enters(DacPieces.ProgramName);
        try
        {
            return runtime.EnumerateModules().Select(module => Path.GetFileName(module.Name)).FirstOrDefault(name => !string.IsNullOrEmpty(name) && name != Runtime) is { } main
                ? Path.GetFileNameWithoutExtension(main)
                : null;
        }
        catch (Exception damaged) when (ClrMdFailure.Explain(damaged) is not null)
        {
            return null;
        }
        finally
        {
            DacCall.Leaves();
        }
    }
}

/// <summary>What a dump tells beside its memory.</summary>
/// <param name="Process">The process.</param>
/// <param name="FatalSignal">The fatal signal that it was written for, and the thread that this ended; null for none.</param>
/// <param name="Notes">The notes themselves, as they stand in the file; empty where it has none.</param>
internal sealed record DumpNotes(HeapProcess Process, (int Signal, uint Thread)? FatalSignal, byte[] Notes);
