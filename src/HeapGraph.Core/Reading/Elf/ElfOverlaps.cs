using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>Parts of a core that claim the same memory, which only damage makes them do: each address is given to the part that starts first,
/// of two that start together to the first in the table, as <c>MemoryImage</c> does it.</summary>
internal static class ElfOverlaps
{
    private const uint MostParts = 1 << 20;

    /// <summary>The table of a core in which no two parts overlap.</summary>
    /// <param name="elf">The core.</param>
    /// <param name="fileBytes">How long its file is.</param>
    /// <returns>The bytes of the table and how many parts were cut or left out; null when nothing overlaps.</returns>
    public static (byte[] Table, int Count)? Of(ElfFile elf, ulong fileBytes)
    {
        if (IsAscending(elf))
        {
            return null;
        }

        var parts = elf.Count <= MostParts ? elf.Parts().ToArray() : [];
        var memory = Enumerable.Range(0, parts.Length)
            .Where(index => parts[index].Type == ElfProgramHeader.Memory && HeldOf(parts[index]) > 0)
            .OrderBy(index => parts[index].Address).ToArray();
        var (changed, heldEnd, claimedEnd, claims) = (0, 0UL, 0UL, false);
        foreach (var index in memory)
        {
            ref var part = ref parts[index];
            var held = HeldOf(part);
            claims |= part.Address < claimedEnd;
            claimedEnd = Math.Max(claimedEnd, part.Address + Math.Max(held, Math.Min(part.MemoryBytes, ulong.MaxValue - part.Address)));
            var hidden = part.Address < heldEnd ? Math.Min(heldEnd - part.Address, held) : 0;
            changed += hidden > 0 ? 1 : 0;
            part.Address += hidden;
            part.Offset += hidden;
            (part.FileBytes, part.MemoryBytes) = (held - hidden, held - hidden);
            heldEnd = Math.Max(heldEnd, part.Address + held - hidden);
        }

        return claims ? (TableOf(parts, elf.Header.EntryBytes), changed) : null;

        ulong HeldOf(ElfProgramHeader part) =>
            part.Offset >= fileBytes ? 0 : Math.Min(Math.Min(part.FileBytes, part.MemoryBytes), fileBytes - part.Offset) is var held && part.Address + held > part.Address ? held : 0;
    }

    /// <summary>Whether each part begins behind the one before it, as they do in nearly every core.</summary>
    private static bool IsAscending(ElfFile elf)
    {
        var end = 0UL;
        foreach (var part in elf.Parts())
        {
            if (part.Type == ElfProgramHeader.Memory)
            {
                var bytes = Math.Max(part.FileBytes, part.MemoryBytes);
                if (part.Address < end || part.Address + bytes < part.Address)
                {
                    return false;
                }

                end = part.Address + bytes;
            }
        }

        return true;
    }

    private static byte[] TableOf(ElfProgramHeader[] parts, int entryBytes)
    {
        var table = new byte[parts.Length * entryBytes];
        for (var index = 0; index < parts.Length; index++)
        {
            MemoryMarshal.Write(table.AsSpan(index * entryBytes), in parts[index]);
        }

        return table;
    }
}
