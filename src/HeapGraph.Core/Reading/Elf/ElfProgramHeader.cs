using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>An entry of an ELF file's table: a part of the file, and where in memory it belongs.</summary>
/// <remarks>Source: the System V ABI, chapter 5 (Elf64_Phdr).</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct ElfProgramHeader
{
    public const int Bytes = 56;

    /// <summary>The kinds: memory, and notes about the file.</summary>
    public const uint Memory = 1, Notes = 4;

    private const uint Writable = 2;

    public uint Type, Flags;   // 1 execute, 2 write, 4 read
    public ulong Offset, Address, PhysicalAddress, FileBytes, MemoryBytes, Alignment;

    public readonly bool IsWritable => (Flags & Writable) != 0;
}
