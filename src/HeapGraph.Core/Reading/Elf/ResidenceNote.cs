using System.Text;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;

namespace HeapGraph.Core.Reading.Elf;

/// <summary>What of a process was in memory when a core was made of it: a note of our own, which other tools pass over. So a captured dump tells it
/// as the process did.</summary>
internal static class ResidenceNote
{
    private const uint Type = 0x31524748;   // "HGR1": some readers go by the type alone, so it is none that the kernel has
    private const int MostItems = 1 << 24;

    private static ReadOnlySpan<byte> Owner => "HeapGraph\0"u8;

    /// <summary>Adds it to the notes of a core.</summary>
    public static void AddTo(Stream notes, ProcessResidence residence)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write7BitEncodedInt(residence.Mappings.Count);
        var at = 0UL;
        foreach (var mapping in residence.Mappings)
        {
            WriteRange(writer, mapping.Range, ref at);
            writer.Write(mapping.Access);
            writer.Write7BitEncodedInt64((long)mapping.Offset);
            writer.Write(mapping.IsAnonymous);
            writer.Write(mapping.Path);
            foreach (var number in (ReadOnlySpan<long>)[mapping.Resident, mapping.Proportional, mapping.PrivateDirty, mapping.Swapped, mapping.HugePages, mapping.Reserved])
            {
                writer.Write7BitEncodedInt64(number);
            }
        }

        writer.Write7BitEncodedInt(residence.OwnPages.Count);
        at = 0;
        foreach (var pages in residence.OwnPages)
        {
            WriteRange(writer, pages, ref at);
        }

        writer.Write7BitEncodedInt(residence.ThreadNames.Count);
        foreach (var (thread, name) in residence.ThreadNames)
        {
            writer.Write7BitEncodedInt(thread);
            writer.Write(name);
        }

        writer.Write(residence.Container is not null);
        if (residence.Container is { } container)
        {
            foreach (var number in (ReadOnlySpan<long>)[container.LimitBytes ?? 0, container.UsedBytes, container.AnonymousBytes, container.FileBytes, container.ReclaimableBytes, container.SharedMemoryBytes, container.KernelBytes])
            {
                writer.Write7BitEncodedInt64(number);
            }
        }

        writer.Flush();
        ElfNotes.Add(notes, Owner, Type, bytes.ToArray());
    }

    /// <summary>The one among the notes of a core; null when there is none, or it is damaged.</summary>
    public static ProcessResidence? In(ReadOnlySpan<byte> notes)
    {
        var note = ElfNotes.Find(notes, Owner, Type);
        if (note.IsEmpty)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(note.ToArray()), Encoding.UTF8);
        try
        {
            var (mappings, at) = (new List<ResidentMapping>(), 0UL);
            for (var count = CountIn(reader); count > 0; count--)
            {
                mappings.Add(new ResidentMapping(
                    ReadRange(reader, ref at), reader.ReadString(), (ulong)reader.Read7BitEncodedInt64(), reader.ReadBoolean(), reader.ReadString(),
                    BytesIn(reader), BytesIn(reader), BytesIn(reader), BytesIn(reader), BytesIn(reader), BytesIn(reader)));
            }

            var pages = new List<AddressRange>();
            at = 0;
            for (var count = CountIn(reader); count > 0; count--)
            {
                pages.Add(ReadRange(reader, ref at));
            }

            var names = new Dictionary<int, string>();
            for (var count = CountIn(reader); count > 0; count--)
            {
                names[reader.Read7BitEncodedInt()] = reader.ReadString();
            }

            var container = reader.ReadBoolean()
                ? new ContainerMemory(
                    BytesIn(reader) is > 0 and var limit ? limit : null, BytesIn(reader), BytesIn(reader), BytesIn(reader), BytesIn(reader), BytesIn(reader), BytesIn(reader))
                : null;
            return new ProcessResidence(mappings, pages, names, container);
        }
        catch (Exception damaged) when (damaged is IOException or FormatException or InvalidDataException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    // Ascending, so that each is written as its distance from the one before.
    private static void WriteRange(BinaryWriter writer, AddressRange range, ref ulong at)
    {
        writer.Write7BitEncodedInt64((long)(range.Start - at));
        writer.Write7BitEncodedInt64((long)range.Bytes);
        at = range.End;
    }

    private static AddressRange ReadRange(BinaryReader reader, ref ulong at)
    {
        var start = checked(at + (ulong)reader.Read7BitEncodedInt64());
        var end = checked(start + (ulong)reader.Read7BitEncodedInt64());
        at = end;
        return new AddressRange(start, end);
    }

    private static int CountIn(BinaryReader reader) =>
        reader.Read7BitEncodedInt() is >= 0 and <= MostItems and var count ? count : throw new InvalidDataException("More than there can be.");

    private static long BytesIn(BinaryReader reader) =>
        reader.Read7BitEncodedInt64() is >= 0 and < 1L << 56 and var bytes ? bytes : throw new InvalidDataException("More than there can be.");
}
