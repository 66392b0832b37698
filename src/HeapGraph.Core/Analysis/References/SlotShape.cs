using System.Text.RegularExpressions;

namespace HeapGraph.Core.Analysis.References;

/// <summary>What slots of one collection have in common.</summary>
internal static partial class SlotShape
{
    /// <summary>Any element of an array or a collection.</summary>
    public static readonly SlotLabel AnyElement = SlotLabel.OfElement(SlotLabel.Any);

    /// <summary>The label with <c>[*]</c> for each position: <c>[17].value</c> is <c>[*].value</c>. Keys in quotes stay.</summary>
    public static SlotLabel WithoutPositions(SlotLabel label) =>
        (label.Index is not null || (label.Key is { } key && Number.IsMatch(key)) ? label.OfAny : label) with { Name = WithoutPositions(label.Name) };

    /// <summary>The label with <c>[*]</c> for each position and key.</summary>
    public static SlotLabel WithoutKeys(SlotLabel label) => label.OfAny with { Name = WithoutPositions(label.Name) };

    /// <summary>Inline arrays are part of a field's path.</summary>
    private static string WithoutPositions(string path) => Position.Replace(path, "[*]");

    [GeneratedRegex(@"^\d+(,\d+)*$")]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Position { get; }
}
