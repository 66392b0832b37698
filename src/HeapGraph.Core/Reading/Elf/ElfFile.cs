using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>Reads bytes of an ELF file, or of a module as it is loaded.</summary>
/// <param name="offset">Where they begin.</param>
/// <param name="buffer">Takes them.</param>
/// <returns>How many there were.</returns>
internal delegate int ElfBytes(ulong offset, Span<byte> buffer);

/// <summary>A 64-bit ELF file, or a module as it is loaded: its header, and the table of its parts.</summary>
/// <remarks>The table is read as it is asked for, 64 KB at a time, so a file of any length takes little memory.</remarks>
internal sealed class ElfFile
{
    private const int BufferBytes = 64 << 10;

    private readonly ElfBytes _bytes;

    private ElfFile(ElfBytes bytes, ElfHeader header)
    {
        (_bytes, Header, Count) = (bytes, header, header.EntryCount);
        if (header.EntryCount == ElfHeader.ExtendedCount && TryRead(bytes, header.Sections, out ElfSectionHeader section))
        {
            Count = section.EntryCount;
        }
    }

    public ElfHeader Header { get; }

    /// <summary>How many parts its table has.</summary>
    public uint Count { get; }

    /// <summary>Whether the table can be used at all: some damaged files claim entries that are too short.</summary>
    private bool HasTable => Header.EntryBytes >= ElfProgramHeader.Bytes;

    /// <summary>Whether a file that begins like this is an ELF file of any kind.</summary>
    public static bool IsElf(ReadOnlySpan<byte> head) => head.StartsWith("\u007FELF"u8);

    /// <returns>Null when it is no 64-bit ELF file.</returns>
    public static ElfFile? Of(ElfBytes bytes) => TryRead(bytes, 0, out ElfHeader header) && header.IsElf && header.Is64Bit ? new ElfFile(bytes, header) : null;

    /// <inheritdoc cref="Of(ElfBytes)"/>
    public static ElfFile? Of(Stream file) => Of((offset, buffer) =>
    {
        if (offset > (ulong)file.Length)
        {
            return 0;
        }

        file.Position = (long)offset;
        return file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
    });

    /// <summary>Whether a file of a length holds the whole table.</summary>
    public bool HasTableWithin(ulong fileBytes) =>
        HasTable && Header.Table <= fileBytes && (ulong)Count * Header.EntryBytes <= fileBytes - Header.Table;

    /// <summary>The parts in the order of the table, as far as that can be read.</summary>
    public IEnumerable<ElfProgramHeader> Parts()
    {
        if (!HasTable)
        {
            yield break;
        }

        var step = Header.EntryBytes;
        var buffer = new byte[Math.Min(Count, Math.Max(1, BufferBytes / step)) * step];
        for (ulong first = 0; first < Count; first += (ulong)(buffer.Length / step))
        {
            var wanted = (int)Math.Min((ulong)buffer.Length, (Count - first) * step);
            var read = _bytes(Header.Table + first * step, buffer.AsSpan(0, wanted));
            for (var at = 0; at + ElfProgramHeader.Bytes <= read; at += step)
            {
                yield return MemoryMarshal.Read<ElfProgramHeader>(buffer.AsSpan(at));
            }

            if (read < wanted)
            {
                yield break;
            }
        }
    }

    /// <summary>What the file holds of a part, up to a number of bytes.</summary>
    public byte[] Contents(ElfProgramHeader part, int most)
    {
        var contents = new byte[Math.Min((ulong)most, part.FileBytes)];
        return contents[.._bytes(part.Offset, contents)];
    }

    /// <summary>Reads what the file holds of a part, from a place in it.</summary>
    /// <returns>How many bytes there were.</returns>
    public int Read(ElfProgramHeader part, ulong at, Span<byte> buffer) => _bytes(part.Offset + at, buffer);

    /// <summary>How long the file must be to hold all of its parts, as the table says; parts that can't be are left out.</summary>
    public long LengthOfAll()
    {
        var needed = 0UL;
        foreach (var part in Parts())
        {
            if (part.FileBytes is > 0 and <= long.MaxValue && part.Offset <= long.MaxValue - part.FileBytes)
            {
                needed = Math.Max(needed, part.Offset + part.FileBytes);
            }
        }

        return (long)needed;
    }

    private static bool TryRead<T>(ElfBytes bytes, ulong offset, out T value)
        where T : unmanaged
    {
        value = default;
        var buffer = MemoryMarshal.AsBytes(new Span<T>(ref value));
        return bytes(offset, buffer) == buffer.Length;
    }
}
