using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>What a core dump says of its process beyond what the kernel writes: a note of our own, which other tools pass over.</summary>
/// <param name="TakenAt">When its memory was taken.</param>
/// <param name="Age">How long it had run then; null when that is not known.</param>
/// <param name="ResidentBytes">Bytes of it that were in memory then; null when that is not known.</param>
/// <param name="MemoryLimit">Bytes that its control group may have in memory; null without a limit.</param>
/// <param name="ResidentFileBytes">How many of those in memory are pages of files; null when that is not known, as in older notes.</param>
internal readonly record struct ProcessNote(DateTimeOffset TakenAt, TimeSpan? Age, long? ResidentBytes, long? MemoryLimit, long? ResidentFileBytes)
{
    private const uint Type = 0x31504748;   // "HGP1": some readers go by the type alone, so it is none that the kernel has
    private const int Numbers = 4;          // at least

    private static ReadOnlySpan<byte> Owner => "HeapGraph\0"u8;

    /// <summary>Adds it to the notes of a core.</summary>
    public void AddTo(Stream notes) => ElfNotes.Add(
        notes, Owner, Type, MemoryMarshal.AsBytes<long>([TakenAt.ToUnixTimeMilliseconds(), (long)(Age?.TotalMilliseconds ?? 0), ResidentBytes ?? 0, MemoryLimit ?? 0, ResidentFileBytes ?? 0]));

    /// <summary>The one among the notes of a core; null when there is none.</summary>
    public static ProcessNote? In(ReadOnlySpan<byte> notes)
    {
        var numbers = MemoryMarshal.Cast<byte, long>(ElfNotes.Find(notes, Owner, Type));
        return numbers.Length < Numbers || numbers[0] <= 0 || numbers[0] > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? null
            : new ProcessNote(
                DateTimeOffset.FromUnixTimeMilliseconds(numbers[0]),
                numbers[1] is > 0 and < long.MaxValue / TimeSpan.TicksPerMillisecond and var age ? TimeSpan.FromMilliseconds(age) : null,
                numbers[2] > 0 ? numbers[2] : null,
                numbers[3] > 0 ? numbers[3] : null,
                numbers is [_, _, _, _, > 0 and var file, ..] ? file : null);
    }
}
