using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Folding;

/// <summary>All references from one node to another, of which a picture names the first few.</summary>
/// <param name="From">Node of the referrer (or root).</param>
/// <param name="To">Node of what it refers to.</param>
/// <param name="Labels">Names of the first slots, in slot order; null where there is none to tell.</param>
/// <param name="HiddenCount">How many more references there are.</param>
internal sealed record ReferenceBundle(int From, int To, IReadOnlyList<SlotLabel?> Labels, int HiddenCount)
{
    /// <summary>How many parallel references are named: an array may hold the same object a million times.</summary>
    public const int MaxLabels = 4;

    /// <summary>What the strongest of them does.</summary>
    public ReferenceStrength Strength { get; private init; }

    /// <summary>What to write behind the names of references that keep nothing alive.</summary>
    public string Remark => Strength == ReferenceStrength.Weak ? " (weak)" : "";

    /// <summary>What to write before the object at the bundle's other end: <c>._items of </c> where that refers, <c>_items = </c>
    /// where it is referred to; nothing where no reference has a name.</summary>
    public string Via(ReferenceDirection direction)
    {
        var isBack = direction == ReferenceDirection.Referrers;
        var labels = Labels.OfType<SlotLabel>().Where(label => !label.IsEmpty).Select(label => isBack ? Wording.PathOf(label) : label.Printable).ToArray();
        var more = HiddenCount > 0 ? $" and {HiddenCount:N0} more" : "";
        return labels.Length == 0 ? "" : $"{string.Join(", ", labels)}{more}{Remark} {(isBack ? "of" : "=")} ";
    }

    /// <summary>The bundles of a neighbourhood, in the order of their first references.</summary>
    public static IEnumerable<ReferenceBundle> Of(ReferenceNeighborhood neighborhood) =>
        from edge in neighborhood.Edges
        group edge by (edge.From, edge.To) into edges
        select new ReferenceBundle(edges.Key.From, edges.Key.To, [.. edges.Select(edge => edge.Label).Take(MaxLabels)], Math.Max(0, edges.Count() - MaxLabels))
        {
            Strength = edges.Min(edge => edge.Strength),
        };
}
