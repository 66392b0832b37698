using HeapGraph.Core.Reading.Elf;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>What a file is that is given as a dump.</summary>
internal enum DumpKind
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>A core of a 64-bit process, as Linux has them.</summary>
    ElfCore,

    /// <summary>A core of a 32-bit process.</summary>
    ElfCoreOf32Bit,

    /// <summary>A program or library of Linux.</summary>
    ElfProgram,

    /// <summary>An ELF file that ends within its header.</summary>
    CutElf,

    /// <summary>A dump of Windows.</summary>
    Minidump,

    /// <summary>A core of macOS.</summary>
    MacCore,

    /// <summary>A gzip, zip, bzip2 or zstd file.</summary>
    Compressed,

    /// <summary>A .gcdump.</summary>
    GcDump,
}

/// <summary>Tells the kind of a file by its first bytes.</summary>
internal static class DumpKinds
{
    private const int HeadBytes = 64;   // a .gcdump says what it is somewhere in them

    /// <summary>The kind of a file, of which the first bytes are read.</summary>
    public static DumpKind Of(Stream file)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        return OfHead(head[..file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)]);
    }

    /// <summary>The kind of a mapped file.</summary>
    public static unsafe DumpKind Of(IMappedBytes file) => OfHead(new ReadOnlySpan<byte>(file.Pointer, (int)Math.Min(file.Bytes, HeadBytes)));

    private static DumpKind OfHead(ReadOnlySpan<byte> head) =>
        ElfFile.IsElf(head) ? OfElf(head)
        : head.StartsWith(MinidumpImage.Signature) ? DumpKind.Minidump
        : head.StartsWith((ReadOnlySpan<byte>)[0xCF, 0xFA, 0xED, 0xFE]) ? DumpKind.MacCore
        : IsCompressed(head) ? DumpKind.Compressed
        : head.IndexOf("!FastSerialization"u8) >= 0 ? DumpKind.GcDump
        : DumpKind.Unknown;

    private static DumpKind OfElf(ReadOnlySpan<byte> head) => ElfHeader.In(head) is not { } header ? DumpKind.CutElf
        : !header.IsCore ? DumpKind.ElfProgram
        : header.Is64Bit ? DumpKind.ElfCore
        : DumpKind.ElfCoreOf32Bit;

    private static bool IsCompressed(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith("PK"u8) || head.StartsWith("BZh"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]);
}
