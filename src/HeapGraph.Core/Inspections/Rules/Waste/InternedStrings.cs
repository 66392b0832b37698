using HeapGraph.Core.Inspections.Strings;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>Strings that <c>string.Intern</c> keeps for ever.</summary>
internal sealed class InternedStrings : ILeakInspection
{
    public string Name => "interned-strings";

    public string Subject => "interned strings";

    public string FalseAlarms => "A fixed set of names that the program interns at its start.";

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var pool = StringPool.ArraysIn(heap.Graph);
        var strings = StringPool.StringsIn(heap.Graph);
        var bytes = pool.Sum(heap.Tree.RetainedBytesOf);
        return heap.Thresholds.IsPile(strings.Length, bytes) ? [FindingOf(heap, pool, strings, bytes)] : [];
    }

    private static LeakFinding FindingOf(InspectedHeap heap, int[] pool, int[] strings, long bytes)
    {
        var literals = StringPool.LiteralsIn(heap.Graph).Count();
        var largest = strings.MaxBy(heap.Tree.RetainedBytesOf);
        return new Suspect(heap, strings, bytes) { Sureness = (LeakCertainty.Likely, "no interned string is ever taken out"), Reference = heap.ReferenceTo(largest)?.Root, Explained = [.. pool, .. strings] }.Finding(
            LeakFingerprint.Of("interned"),
            $"string.Intern keeps {strings.Length:N0} strings for ever",
            [
                $"{strings.Length:N0} strings stand in the table of interned strings, {bytes / strings.Length:N0} bytes each on average; none is ever taken out.",
                .. literals == 0 ? (IEnumerable<string>)[] : [$"The program's literals are not among them: {literals:N0} strings in frozen segments."],
            ],
            heap.Thresholds.PileStated,
            remedy: "Keep equal strings once in a table of your own that can be cleared, such as a HashSet<string>, in place of string.Intern.");
    }
}
