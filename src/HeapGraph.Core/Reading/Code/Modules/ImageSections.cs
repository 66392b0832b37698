using System.Buffers.Binary;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>How a module's image lies in memory: as in its file, or section by section where the runtime put them.</summary>
/// <remarks>Layout: PE format, https://learn.microsoft.com/windows/win32/debug/pe-format, and CLI header, ECMA-335 II.25.3.3. The reader of
/// System.Reflection.Metadata takes an image that is whole and whose layout is known; this tells both.</remarks>
/// <param name="IsLoaded">Whether its sections stand where the runtime put them.</param>
/// <param name="Length">Bytes of the whole.</param>
/// <param name="Start">Where in it the section begins that has the metadata, and all code that is not compiled ahead.</param>
/// <param name="Bytes">The bytes of that section.</param>
internal sealed record ImageSections(bool IsLoaded, int Length, int Start, int Bytes)
{
    /// <summary>No assembly is larger, in bytes.</summary>
    public const int Most = 512 << 20;

    private const int HeaderBytes = 4096, MostSections = 64, SectionBytes = 40;
    private const int NewHeaderAt = 0x3C, FileHeaderBytes = 24, DirectoriesIn32 = 96, DirectoriesIn64 = 112, CliDirectory = 14, CliHeaderBytes = 72;
    private const ushort Is64 = 0x20B;

    /// <summary>Finds out by where the runtime says that the metadata is.</summary>
    /// <returns>Null when this is no such image, or the dump does not hold its header.</returns>
    public static ImageSections? Of(ulong start, ulong metadata, MemoryImage image)
    {
        var header = new byte[HeaderBytes];
        if (start == 0 || metadata <= start || image.Read(start, header) < HeaderBytes || !header.AsSpan().StartsWith("MZ"u8))
        {
            return null;
        }

        var at = Int(NewHeaderAt);
        if (at is < 0 or > HeaderBytes - FileHeaderBytes - DirectoriesIn64 - ((CliDirectory + 1) * 8) || !header.AsSpan(at).StartsWith("PE\0\0"u8))
        {
            return null;
        }

        var sections = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(at + 6));
        var optional = at + FileHeaderBytes;
        var table = optional + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(at + 20));
        var cli = Int(optional + (BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(optional)) == Is64 ? DirectoriesIn64 : DirectoriesIn32) + (CliDirectory * 8));
        if (sections > MostSections || table + (sections * SectionBytes) > HeaderBytes)
        {
            return null;
        }

        (int Virtual, int VirtualBytes, int Raw, int RawBytes)[] known =
            [.. Enumerable.Range(0, sections).Select(index => table + (index * SectionBytes)).Select(entry => (Int(entry + 12), Int(entry + 8), Int(entry + 20), Int(entry + 16)))];
        foreach (var isLoaded in new[] { false, true })
        {
            var length = known.Max(section => isLoaded ? (long)section.Virtual + Math.Max(section.VirtualBytes, section.RawBytes) : (long)section.Raw + section.RawBytes);
            if (length is > 0 and <= Most && PlaceOf(cli, isLoaded) is { } cliAt && image.TryRead(start + (ulong)cliAt, out int bytes) && bytes == CliHeaderBytes
                && image.TryRead(start + (ulong)cliAt + 8, out int found) && PlaceOf(found, isLoaded) is { } place && start + (ulong)place == metadata)
            {
                var section = SectionOf(found);
                var (from, have) = isLoaded ? (section.Virtual, Math.Min(section.VirtualBytes, section.RawBytes)) : (section.Raw, section.RawBytes);
                return from < 0 || have < 0 || (long)from + have > length ? null : new ImageSections(isLoaded, (int)length, from, have);
            }
        }

        return null;

        int Int(int offset) => BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(offset));

        (int Virtual, int VirtualBytes, int Raw, int RawBytes) SectionOf(int address) => known.FirstOrDefault(
            section => section.Virtual > 0 && address >= section.Virtual && address < (long)section.Virtual + Math.Max(section.VirtualBytes, section.RawBytes));

        int? PlaceOf(int address, bool isLoaded) => SectionOf(address) is { Virtual: > 0 } section ? isLoaded ? address : address - section.Virtual + section.Raw : null;
    }
}
