using System.Globalization;

namespace HeapGraph.Core;

/// <summary>A unit that several sizes share, so that they can be compared at a glance.</summary>
/// <param name="Name">"MB"; null for bytes.</param>
/// <param name="Bytes">How many bytes it is.</param>
internal readonly record struct ByteUnit(string? Name, double Bytes)
{
    private const int LeastOfLargest = 10;
    private static readonly ByteUnit[] Units = [new("TB", 1L << 40), new("GB", 1L << 30), new("MB", 1L << 20), new("KB", 1L << 10)];

    /// <summary>The unit in which the largest of some sizes has two digits or more, so that smaller ones still tell.</summary>
    public static ByteUnit Of(long largest) => Array.Find(Units, unit => largest >= LeastOfLargest * unit.Bytes);

    /// <summary>"1,204.3 MB", "0 MB", "&lt;0.1 MB" for what is not nothing, "80 B".</summary>
    public string TextOf(long bytes)
    {
        if (Name is null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} B");
        }

        var size = Math.Round(bytes / Bytes, 1);
        return bytes == 0 ? $"0 {Name}"
            : size == 0 ? $"{(bytes < 0 ? "-" : "")}<0.1 {Name}"
            : string.Create(CultureInfo.InvariantCulture, $"{size:N1} {Name}");
    }
}
