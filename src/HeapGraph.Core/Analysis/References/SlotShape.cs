using System.Text.RegularExpressions;

namespace HeapGraph.Core.Analysis.References;

/// <summary>What slots of one collection have in common.</summary>
internal static partial class SlotShape
{
    /// <summary>Any slot of an array.</summary>
    public const string AnyPosition = "[*]";

    /// <summary>The label with <c>[*]</c> for each position: <c>[17].value</c> is <c>[*].value</c>. Keys in quotes stay.</summary>
    public static string WithoutPositions(string label) => Position.Replace(label, AnyPosition);

    /// <summary>The label with <c>[*]</c> for each position and key.</summary>
    public static string WithoutKeys(string label) => Key.Replace(label, AnyPosition);

    [GeneratedRegex(@"\[\d+(,\d+)*\]")]
    private static partial Regex Position { get; }

    // Keys may be texts, tuples and types, which may have brackets of their own.
    [GeneratedRegex("""\[(?:[^\[\]"]+|".*"|\(.*\)|typeof\(.*\))\]""", RegexOptions.Singleline)]
    private static partial Regex Key { get; }
}
