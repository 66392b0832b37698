using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Inspections.Strings;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>Strings and byte arrays that many objects of one type hold in equal copies, where one would do.</summary>
/// <remarks>Reads each of them once; see <see cref="IObjectContents.CompareContents"/>.</remarks>
internal sealed class Duplicates : ILeakInspection
{
    public string Name => "copies";

    public string Subject => "needless copies of strings and byte arrays";

    public string FalseAlarms => "Equal contents that have to be objects of their own, such as buffers that will be written to.";

    private const int Examples = 3;
    private const int SharesPerCore = 4;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.Contents is null ? []
        : CopiesIn(heap, heap.Equal)
            .Where(copies => heap.Thresholds.IsWaste(copies.Waste))
            .OrderByDescending(copies => copies.Waste).ThenBy(copies => copies.Values[0].Copy)
            .Select(copies => FindingOf(heap, copies))
            .OfType<LeakFinding>();

    /// <summary>The copies, all but the first of each value, by the type of what dominates them. On all cores.</summary>
    private static IEnumerable<Copies> CopiesIn(InspectedHeap heap, EqualContents equal)
    {
        var byHolder = new Dictionary<(int Type, int Holder), Copies>();
        var shares = Environment.ProcessorCount * SharesPerCore;
        var found = new List<(int Holder, int Count, int Copy)>[shares];
        Parallel.For(0, shares, share =>
        {
            var (mine, ofGroup) = (found[share] = [], new Dictionary<int, (int Count, int Copy)>());
            for (var group = share; group < equal.Count; group += shares)
            {
                ofGroup.Clear();
                CopyHolders.Count(heap, equal[group][1..], ofGroup);
                mine.AddRange(ofGroup.Select(pair => (pair.Key, pair.Value.Count, pair.Value.Copy)));
            }
        });
        var buffers = new BufferHolders(heap);
        foreach (var (holder, count, copy) in found.SelectMany(share => share))
        {
            if (buffers.Hold(holder, copy))
            {
                continue;
            }

            var key = (heap.Graph.TypeIndexOf(copy), holder);
            if (!byHolder.TryGetValue(key, out var copies))
            {
                byHolder.Add(key, copies = new Copies());
            }

            copies.Add(count, copy, heap.Graph.BytesOf(copy));
        }

        return byHolder.Values;
    }

    private static LeakFinding? FindingOf(InspectedHeap heap, Copies copies)
    {
        var example = copies.Values[0].Copy;
        if (heap.PlaceOf([example]) is not { } reference || copies.Values.Exists(value => BufferHolders.IsBuffer(heap, value.Copy)))
        {
            return null;
        }

        var values = $"{copies.ValueCount:N0} {(copies.ValueCount == 1 ? "value" : "values")}";
        var what = heap.Graph.TypeOf(example) is { Name: "byte[]" } ? "byte arrays" : "strings";
        var suspect = Suspect.OfWaste(heap, [example], copies.Waste) with
        {
            Count = copies.Count,
            Reference = reference,
            MayBeCache = true,
            Explained = [],
        };
        return suspect.Finding(
            LeakFingerprint.Of(["duplicate", what, .. (reference with { Step = Math.Max(reference.Step, 1) }).Parts]),
            $"{copies.Count:N0} {what} in {suspect.Place} are needless copies of {values}",
            [
                $"{copies.Count:N0} copies of {values}, compared byte by byte; the first of each is not counted.",
                $"Most is wasted by: {string.Join("; ", copies.Values.Select(value => TextOf(heap, value)))}.",
            ],
            heap.Thresholds.WasteStated("strings and byte arrays (other than all zeros) with equal contents under objects of one type"),
            remedy: what == "strings"
                ? $"Keep one string per value: share what {suspect.Place} is set to (string.Intern, or a Dictionary or StringPool of your own "
                    + "while reading), or make it an enum or a number."
                : $"Keep one array per content: share what {suspect.Place} is set to, by a Dictionary from the content's hash.",
            what == "strings" ? new NextCommand.StringsByValue() : NextCommand.ChainsTo(heap.Graph.AddressOf(example)));
    }

    private static string TextOf(InspectedHeap heap, (int Count, int Copy, long Waste) value) =>
        $"{value.Count:N0} x {heap.ValueOf(value.Copy) ?? heap.Graph.TypeOf(value.Copy).ShortName} of {heap.Graph.BytesOf(value.Copy):N0} bytes";

    /// <summary>The copies under objects of one type.</summary>
    private sealed class Copies
    {
        public long Count { get; private set; }

        public long ValueCount { get; private set; }

        public long Waste { get; private set; }

        /// <summary>The values that waste most, the worst first.</summary>
        public List<(int Count, int Copy, long Waste)> Values { get; } = [];

        public void Add(int count, int copy, long bytes)
        {
            Count += count;
            ValueCount++;
            Waste += count * bytes;
            if (Values.Count < Examples || count * bytes >= Values[^1].Waste)
            {
                Values.Add((count, copy, count * bytes));
                Values.Sort(static (a, b) => b.Waste != a.Waste ? b.Waste.CompareTo(a.Waste) : a.Copy.CompareTo(b.Copy));
                Values.RemoveRange(Math.Min(Examples, Values.Count), Math.Max(0, Values.Count - Examples));
            }
        }
    }
}
