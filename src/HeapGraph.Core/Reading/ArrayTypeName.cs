using System.Text.RegularExpressions;

namespace HeapGraph.Core.Reading;

/// <summary>The names that ClrMD has for types of arrays, in the order and spelling of the source.</summary>
internal static partial class ArrayTypeName
{
    /// <summary><c>Cell[][,]</c> for <c>Cell[,][]</c>, which the runtime writes from the inside out; <c>Cell[*]</c> for an array of one
    /// dimension whose lower bound is not 0, where ClrMD has angle brackets.</summary>
    public static string InSource(string clrName) => Ranks.Replace(
        clrName.Replace("<*>", "[*]", StringComparison.Ordinal), ranks => string.Concat(ranks.Groups["rank"].Captures.Reverse().Select(rank => rank.Value)));

    [GeneratedRegex(@"(?<rank>\[[,*]*\]){2,}")]
    private static partial Regex Ranks { get; }
}
