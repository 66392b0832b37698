namespace HeapGraph.Core.Graph.Names;

/// <summary>The fields in which types keep how many things they hold at most, as the metadata has them.</summary>
internal static class BoundFields
{
    private static readonly string[] Words =
        ["capacity", "maxSize", "maxCount", "maxItems", "maxEntries", "maxLength", "maximumSize", "maximumCount", "maxCapacity", "limit", "sizeLimit", "countLimit", "max", "maximum", "bound", "boundedCapacity"];

    /// <summary>The first that a type has counts.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Words.SelectMany(word => (string[])[$"_{word}", word, $"m_{word}", $"<{char.ToUpperInvariant(word[0])}{word[1..]}>k__BackingField"])];
}
