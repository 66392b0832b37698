using System.Buffers;
using System.Text;
using HeapGraph.Core.Reading.Elf;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>The version of a runtime: as its library states it, and as a person knows it.</summary>
internal static class RuntimeVersion
{
    private const int PatchFactor = 100;   // of the third number, which ends in the year: 1226 is patch 12 of 2026
    private const ulong PieceBytes = 1 << 20, MostBytes = 64 << 20;
    private const int LongestBytes = 64, MostParts = 64;   // of the mark and a version; of a library
    private static readonly SearchValues<byte> VersionCharacters = SearchValues.Create("0123456789."u8);

    private static ReadOnlySpan<byte> Mark => "@(#)Version "u8;

    /// <summary>The file version that stands in the bytes of libcoreclr; null when none does.</summary>
    public static Version? In(ReadOnlySpan<byte> library)
    {
        var at = library.IndexOf(Mark);
        if (at < 0)
        {
            return null;
        }

        var text = library[(at + Mark.Length)..];
        var end = text.IndexOfAnyExcept(VersionCharacters);
        return Version.TryParse(Encoding.ASCII.GetString(text[..Math.Max(0, end)]), out var version) ? version : null;
    }

    /// <summary>The file version that the file of libcoreclr holds; null when it holds none.</summary>
    /// <remarks>It stands in a variable, so what may be written to is looked through first. Of a file that is larger than any runtime no more
    /// is read.</remarks>
    public static Version? Of(Stream library)
    {
        if (ElfFile.Of(library) is not { } elf)
        {
            return null;
        }

        var left = MostBytes;
        foreach (var part in elf.Parts().Take(MostParts).Where(part => part.Type == ElfProgramHeader.Memory).OrderByDescending(part => part.IsWritable))
        {
            var bytes = Math.Min(part.FileBytes, left);
            if (In((offset, buffer) => elf.Read(part, offset, buffer), bytes) is { } found)
            {
                return found;
            }

            left -= bytes;
        }

        return null;
    }

    /// <summary>The file version that stands in a part of libcoreclr, which is read piece by piece; null when none does.</summary>
    /// <param name="part">Reads the part.</param>
    /// <param name="bytes">Its length.</param>
    public static Version? In(ElfBytes part, ulong bytes)
    {
        var buffer = new byte[Math.Min(bytes, PieceBytes)];
        for (var at = 0UL; at < bytes; at += PieceBytes - LongestBytes)
        {
            var wanted = (int)Math.Min(PieceBytes, bytes - at);
            var piece = buffer.AsSpan(0, part(at, buffer.AsSpan(0, wanted)));
            var isLast = piece.Length < buffer.Length || at + PieceBytes == bytes;

            // One that the piece may have cut is whole in the next.
            if (piece.IndexOf(Mark) is >= 0 and var found && (isLast || found < piece.Length - LongestBytes))
            {
                return In(piece);
            }

            if (isLast)
            {
                break;
            }
        }

        return null;
    }

    /// <summary>"10.0.12" for the file version 10.0.1226.42308, and for itself.</summary>
    public static string ProductOf(Version version) =>
        version is { Revision: > 0 } file ? $"{file.Major}.{file.Minor}.{file.Build / PatchFactor}" : $"{version}";

    extension(ClrInfo runtime)
    {
        /// <summary>".NET 10.0.12".</summary>
        public string Name => $".NET {ProductOf(runtime.Version)}";
    }
}
