using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>The notes of an ELF file: values by owner and type, one behind the other.</summary>
/// <remarks>Source: the System V ABI, chapter 5 (Elf64_Nhdr). Names and values begin at multiples of 4.</remarks>
internal static class ElfNotes
{
    private const int HeadBytes = 12;

    [StructLayout(LayoutKind.Sequential)]
    private struct Head
    {
        public uint NameBytes, ValueBytes, Type;
    }

    /// <summary>Adds a note.</summary>
    /// <param name="notes">The notes so far.</param>
    /// <param name="owner">Who says what the types mean, with a zero at the end.</param>
    /// <param name="type">What the value is.</param>
    /// <param name="value">The value.</param>
    public static void Add(Stream notes, ReadOnlySpan<byte> owner, uint type, ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        MemoryMarshal.Write(head, new Head { NameBytes = (uint)owner.Length, ValueBytes = (uint)value.Length, Type = type });
        notes.Write(head);
        notes.Write(owner);
        notes.Write(stackalloc byte[-owner.Length & 3]);
        notes.Write(value);
        notes.Write(stackalloc byte[-value.Length & 3]);
    }

    /// <summary>The value of the first note of an owner and type; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> notes, ReadOnlySpan<byte> owner, uint type)
    {
        while (TryTake(ref notes, owner, out var found, out var value))
        {
            if (found == type)
            {
                return value;
            }
        }

        return [];
    }

    /// <summary>Takes the next note of an owner off.</summary>
    /// <returns>False when there is none.</returns>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> notes, scoped ReadOnlySpan<byte> owner, out uint type, out ReadOnlySpan<byte> value)
    {
        while (notes.Length >= HeadBytes)
        {
            var all = notes;
            var head = MemoryMarshal.Read<Head>(all);
            var start = HeadBytes + Aligned(head.NameBytes);
            if (start + head.ValueBytes > all.Length)
            {
                break;
            }

            notes = all[(int)Math.Min(all.Length, start + Aligned(head.ValueBytes))..];
            if (all[HeadBytes..].StartsWith(owner))
            {
                type = head.Type;
                value = all.Slice((int)start, (int)head.ValueBytes);
                return true;
            }
        }

        type = 0;
        value = [];
        return false;
    }

    private static long Aligned(long bytes) => (bytes + 3) & ~3L;
}
