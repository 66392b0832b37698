using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>The first section header of a core, of which only the number of program headers counts.</summary>
/// <remarks>Source: the System V ABI, chapter 4 (Elf64_Shdr).</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct ElfSectionHeader
{
    public const int Bytes = 64;

    /// <summary>How many program headers there are (sh_info).</summary>
    [FieldOffset(44)]
    public uint EntryCount;
}
