using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>The first bytes of a 64-bit ELF file, as they stand in it.</summary>
/// <remarks>Source: the System V ABI, chapter 4 (Elf64_Ehdr); for cores of more than 65,534 parts linux/elf.h (PN_XNUM).</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct ElfHeader
{
    public const int Bytes = 64;

    /// <summary>From that many entries of the table on, their number stands in the first section header.</summary>
    public const ushort ExtendedCount = 0xFFFF;

    private const uint Signature = 0x464C457F;
    private const byte Bits64 = 2, LittleEndian = 1, FirstVersion = 1;
    private const ushort CoreType = 4, MachineX64 = 62, MachineArm64 = 183;

    public uint Magic;
    public byte Class, ByteOrder, IdentityVersion, SystemKind;
    public ulong Padding;
    public ushort Type, Machine;
    public uint Version;
    public ulong Entry, Table, Sections;   // places in the file; the table is the one of program headers
    public uint Flags;
    public ushort HeaderBytes, EntryBytes, EntryCount, SectionBytes, SectionCount, NamesSection;

    public readonly bool IsElf => Magic == Signature;

    public readonly bool Is64Bit => Class == Bits64;

    /// <summary>Whether it is a core, not a program or library. A 32-bit file says so at the same place.</summary>
    public readonly bool IsCore => Type == CoreType;

    /// <summary>The processor that it was made on; null for one that .NET programs can't be read of.</summary>
    public readonly Architecture? Processor => Machine switch
    {
        MachineX64 => Architecture.X64,
        MachineArm64 => Architecture.Arm64,
        _ => null,
    };

    /// <returns>Null when there are too few bytes for one.</returns>
    public static ElfHeader? In(ReadOnlySpan<byte> head) => MemoryMarshal.TryRead(head, out ElfHeader header) ? header : null;

    /// <summary>The header of a core that is made here.</summary>
    /// <param name="table">Where its table stands.</param>
    /// <param name="count">How many entries the table has. The one section header stands behind them.</param>
    public static ElfHeader OfCore(ulong table, int count)
    {
        var hasSection = count >= ExtendedCount;
        return new ElfHeader
        {
            Magic = Signature,
            Class = Bits64,
            ByteOrder = LittleEndian,
            IdentityVersion = FirstVersion,
            Type = CoreType,
            Machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? MachineArm64 : MachineX64,
            Version = FirstVersion,
            Table = table,
            HeaderBytes = Bytes,
            EntryBytes = ElfProgramHeader.Bytes,
            EntryCount = (ushort)Math.Min(count, ExtendedCount),
            Sections = hasSection ? table + (ulong)count * ElfProgramHeader.Bytes : 0,
            SectionBytes = (ushort)(hasSection ? ElfSectionHeader.Bytes : 0),
            SectionCount = (ushort)(hasSection ? 1 : 0),
        };
    }
}
