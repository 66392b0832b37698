using System.Buffers;
using System.Text;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>The version of a runtime: as its library states it, and as a person knows it.</summary>
internal static class RuntimeVersion
{
    private const int PatchFactor = 100;   // of the third number, which ends in the year: 1226 is patch 12 of 2026
    private static readonly SearchValues<byte> VersionCharacters = SearchValues.Create("0123456789."u8);

    /// <summary>The file version that stands in the bytes of libcoreclr; null when none does.</summary>
    public static Version? In(ReadOnlySpan<byte> library)
    {
        var mark = "@(#)Version "u8;
        var at = library.IndexOf(mark);
        if (at < 0)
        {
            return null;
        }

        var text = library[(at + mark.Length)..];
        var end = text.IndexOfAnyExcept(VersionCharacters);
        return Version.TryParse(Encoding.ASCII.GetString(text[..Math.Max(0, end)]), out var version) ? version : null;
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
