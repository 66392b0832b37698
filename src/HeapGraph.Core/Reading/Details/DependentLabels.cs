using HeapGraph.Core.Reading.Details.Collections;
using HeapGraph.Core.Reading.Roots;

namespace HeapGraph.Core.Reading.Details;

/// <summary>What arrows are called that stand for dependent handles: from a key to its value, or from a ConditionalWeakTable to the value of an
/// entry, by its key.</summary>
internal sealed class DependentLabels(IReadOnlyList<DependentEntry> entries, CollectionKeys keys, DetailOptions options)
{
    private ILookup<(int From, int To), DependentEntry> ByKey => field ??= entries.Where(entry => !entry.IsOfTable).ToLookup(entry => (entry.Key, entry.Value));

    private ILookup<(int From, int To), DependentEntry> ByTable => field ??= entries.Where(entry => entry.Table >= 0).ToLookup(entry => (entry.Table, entry.Value));

    public IEnumerable<SlotLabel> Of(int from, int to, bool isPlain) =>
        ByKey[(from, to)].Select(_ => new SlotLabel(SlotKind.DependentHandle, ""))
            .Concat(ByTable[(from, to)].Select(entry => LabelOf(entry, isPlain)));

    private SlotLabel LabelOf(DependentEntry entry, bool isPlain) =>
        !isPlain && !options.HidesValues && !options.PlainNames && keys.TextOfReferred(entry.Handle) is { } key
            ? new SlotLabel(SlotKind.DependentHandle, "") { Key = key }
            : new SlotLabel(SlotKind.DependentHandle, "") { Index = SlotLabel.Any };
}
