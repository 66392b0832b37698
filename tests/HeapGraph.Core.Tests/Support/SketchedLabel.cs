using System.Text.RegularExpressions;

namespace HeapGraph.Core.Tests.Support;

/// <summary>A slot by the words that people read.</summary>
internal static partial class SketchedLabel
{
    /// <summary><c>_items</c>, <c>[17].value</c>, <c>["order-17"]</c>, <c>-> OnChanged</c>, <c>[3] -> OnChanged</c>, <c>captured cart</c>,
    /// <c>OrderService.LoadAsync: cart</c>, <c>(dependent handle)</c>.</summary>
    public static SlotLabel Of(string text)
    {
        var element = Element.Match(text);
        var inside = element.Success ? element.Groups[1].Value : null;
        var isIndex = inside is not null && Index.IsMatch(inside);
        var rest = text[element.Length..].TrimStart('.', ' ');
        return (rest switch
        {
            "(dependent handle)" => new SlotLabel(SlotKind.DependentHandle, ""),
            "(LoaderAllocator)" => new SlotLabel(SlotKind.LoaderAllocator, ""),
            _ when rest.StartsWith("-> ", StringComparison.Ordinal) => new SlotLabel(SlotKind.Delegate, "") { Method = rest[3..] },
            _ when rest.StartsWith("captured ", StringComparison.Ordinal) => new SlotLabel(SlotKind.Captured, rest["captured ".Length..]),
            _ when rest.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end => new SlotLabel(SlotKind.Local, rest[(end + 2)..]) { Method = rest[..end] },
            _ => SlotLabel.OfField(rest),
        }) with { Index = isIndex ? inside : null, Key = isIndex ? null : inside };
    }

    [GeneratedRegex("""^\[(\d+(?:,\d+)*|\*|".*?"|[^\[\]]+(?:\[\][^\[\]]*)*)\]""")]
    private static partial Regex Element { get; }

    [GeneratedRegex(@"^(\d+(,\d+)*|\*)$")]
    private static partial Regex Index { get; }
}
