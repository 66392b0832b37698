using System.CommandLine;
using System.Globalization;

namespace HeapGraph.Cli.Options.Watching;

/// <summary>A size: so many bytes, or a share of what the process may have.</summary>
/// <param name="Bytes">Bytes; null for a share.</param>
/// <param name="Percent">The share.</param>
internal sealed record SizeOrShare(long? Bytes, double Percent);

/// <summary>Options that take a size, such as 500MB, 4GB or 90%.</summary>
internal static class SizeOption
{
    private static readonly (string Unit, double Bytes)[] Units = [("TB", 1L << 40), ("GB", 1L << 30), ("MB", 1L << 20), ("KB", 1L << 10), ("B", 1)];

    public static Option<SizeOrShare?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = given =>
        {
            var text = given.Tokens[^1].Value;
            if (SizeOf(text) is { } size)
            {
                return size;
            }

            given.AddError($"'{text}' is no value for {name}: write a size as 500MB or 4GB, or a share of the container's limit as 90%.");
            return null;
        },
    };

    private static SizeOrShare? SizeOf(string text)
    {
        if (text.EndsWith('%'))
        {
            return Number(text[..^1]) is > 0 and <= 100 and var share ? new(null, share) : null;
        }

        var (unit, size) = Array.Find(Units, one => text.EndsWith(one.Unit, StringComparison.OrdinalIgnoreCase));
        return unit is not null && Number(text[..^unit.Length]) * size is >= 1 and < long.MaxValue and var bytes ? new((long)bytes, 0) : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
