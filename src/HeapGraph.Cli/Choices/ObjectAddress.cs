using System.Globalization;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Choices;

/// <summary>Addresses of objects, in hex, as the tables write them.</summary>
internal static class ObjectAddress
{
    private const string Prefix = "0x";
    private const int LeastDigits = 8;   // a shorter hex number may be a word

    /// <summary>Whether a word that may be a name as well is an address: one with 0x, or one of hex digits that begins with a decimal one
    /// or is long.</summary>
    public static bool IsMeant(string word) => word.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        || (word.All(char.IsAsciiHexDigit) && (word.Length >= LeastDigits || (word.Length > 0 && char.IsAsciiDigit(word[0]))));

    /// <summary>The address, with or without 0x.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static ulong Parse(string text)
    {
        var hex = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text;
        return ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address)
            ? address
            : throw new UsageException($"'{text}' is no address.", "Write it in hex, with or without 0x, as the tables do.");
    }

    /// <summary>The object that starts at an address.</summary>
    /// <exception cref="UsageException">None does.</exception>
    public static int ObjectAt(ObjectGraph graph, ulong address)
    {
        var index = graph.Addresses.IndexOf(address);
        if (index >= 0)
        {
            return index;
        }

        var before = graph.Addresses.IndexAtOrBefore(address);
        throw new UsageException(
            $"No object starts at {address:x}.",
            before < 0 ? "It does not lie on the managed heap." : $"The nearest before it: {graph.AddressOf(before):x}, {graph.TypeOf(before).Name}.");
    }
}
