namespace HeapGraph.Core.Inspections;

/// <summary>From how much on something is a leak suspect: relative to the heap, with a floor for small ones. The one place for
/// these numbers; a finding states those that it rests on.</summary>
/// <param name="objects">Reachable objects of the heap.</param>
/// <param name="bytes">Their bytes.</param>
internal sealed class LeakThresholds(long objects, long bytes)
{
    /// <summary>Fewer of a kind are never a suspect.</summary>
    public const int LeastObjects = 100;

    /// <summary>Less waste is never a suspect.</summary>
    public const long LeastWaste = 64 << 10;

    /// <summary>Fewer objects in one place are no pile of large ones.</summary>
    public const int LeastLarge = 20;

    private const int ManyPerHeap = 10_000;    // 0.01 % of the objects
    private const int MuchPerHeap = 1_000;     // 0.1 % of the bytes
    private const int LeastPile = 1_000;
    private const double PilePercent = 5;
    private const double LargePercent = 20;
    private const long LeastMuch = 1 << 20;
    private const long LeastLargeBytes = 10 << 20;
    private const long LargeHeap = 100 << 20;
    private const long LeastOfMany = 100 << 10;   // the smallest objects are 24 bytes: of those 4,000

    /// <summary>100, on a large heap 0.01 % of its objects.</summary>
    public long ManyObjects => Math.Max(LeastObjects, objects / ManyPerHeap);

    /// <summary>1 MB, on a large heap 0.1 % of it.</summary>
    public long MuchBytes => Math.Max(LeastMuch, bytes / MuchPerHeap);

    /// <summary>Whether so many of a kind are a suspect, with what they retain.</summary>
    public bool AreMany(long count, long retainedBytes) =>
        count >= LeastObjects && (count >= ManyObjects || retainedBytes >= MuchBytes);

    /// <summary>Whether a finding is about so many.</summary>
    public bool AreMany(LeakFinding finding) => AreMany(finding.Objects, finding.RetainedBytes);

    /// <summary>Whether it is little whatever it is a share of.</summary>
    public static bool IsSmall(long retainedBytes) => retainedBytes < LeastLargeBytes;

    /// <summary>Whether it is half of a heap of 100 MB and more.</summary>
    public bool IsHalf(long retainedBytes) => bytes >= LargeHeap && PercentOf(retainedBytes) >= 50;

    /// <summary>Whether so much waste is a suspect.</summary>
    public bool IsWaste(long wasted) => wasted >= LeastWaste && (wasted >= MuchBytes || PercentOf(wasted) >= PilePercent);

    /// <summary>Less is never a pile, however many objects it has.</summary>
    public long LeastPileBytes => Math.Min(MuchBytes, (long)(bytes * PilePercent / 100));

    /// <summary>Whether one place holds so many objects of a type, or such large ones, that they are a suspect.</summary>
    public bool IsPile(long count, long retainedBytes) =>
        count >= Math.Max(LeastPile, ManyObjects) && (PercentOf(retainedBytes) >= PilePercent || retainedBytes >= MuchBytes)
        || count >= LeastLarge && PercentOf(retainedBytes) >= LargePercent && retainedBytes >= LeastMuch;

    /// <summary>How much something matters, seen from one heap alone. What has leaked for certain is high from 10 MB, 10,000 objects, or 10 % of
    /// the heap and 1 MB on, medium from 1 MB or 1,000 objects on. What has piled up may be in order: it is high only with half of a heap of 100 MB and more, medium
    /// with 10 MB and 1 % of it, with 1 MB and half of it, or where more speaks for a leak with 1 MB or 1,000 objects. Waste is medium from 10 MB and a third of the heap on.</summary>
    public LeakSeverity SeverityOf(LeakKind kind, LeakCertainty certainty, long retainedBytes, long count)
    {
        var percent = PercentOf(retainedBytes);
        var isMuch = retainedBytes >= LeastMuch;
        return kind switch
        {
            LeakKind.Leaked => retainedBytes >= LeastLargeBytes || count >= 10_000 || (percent >= 10 && isMuch) ? LeakSeverity.High
                : isMuch || count >= 1_000 ? LeakSeverity.Medium : LeakSeverity.Low,
            LeakKind.Wasted => retainedBytes >= LeastLargeBytes && percent * 3 >= 100 ? LeakSeverity.Medium : LeakSeverity.Low,
            _ => IsHalf(retainedBytes) ? LeakSeverity.High
                : (retainedBytes >= LeastLargeBytes && percent >= 1) || (isMuch && percent >= 50)
                    || (certainty > LeakCertainty.Possible && ((isMuch && percent >= 1) || (count >= 1_000 && retainedBytes >= LeastOfMany))) ? LeakSeverity.Medium
                : LeakSeverity.Low,
        };
    }

    /// <summary>How much something matters that grew from heap to heap: high with 1 MB more, or 1 MB and 10 % of the heap, else medium.</summary>
    public static LeakSeverity SeverityOfGrowth(long heapBytes, long retainedBytes, long more) =>
        more >= LeastMuch || (retainedBytes >= LeastMuch && retainedBytes * 10 >= heapBytes) ? LeakSeverity.High : LeakSeverity.Medium;

    /// <summary>The sentence for <see cref="AreMany(long, long)"/>.</summary>
    public string ManyStated(string what, int least = LeastObjects) => ManyObjects <= least
        ? $"Looked for: {least} or more {what} (on a large heap 0.01 % of its objects)."
        : $"Looked for: {ManyObjects:N0} or more {what} (0.01 % of the heap's objects), or {least} that hold {MuchBytes.AsByteSize} (0.1 % of the heap, 1 MB at least).";

    /// <summary>The sentence for <see cref="IsWaste"/>.</summary>
    public string WasteStated(string what) =>
        $"Looked for: {what}, from {MuchBytes.AsByteSize} of waste on{(MuchBytes > LeastMuch ? " (0.1 % of the heap)" : "")} or {PilePercent} % of the heap, {LeastWaste.AsByteSize} at least.";

    /// <summary>The sentence for <see cref="IsPile"/>.</summary>
    public string PileStated =>
        $"Looked for: {Math.Max(LeastPile, ManyObjects):N0} or more objects of one type{(ManyObjects > LeastPile ? " (0.01 % of all)" : "")} with {PilePercent} % of the heap or {MuchBytes.AsByteSize}{(MuchBytes > LeastMuch ? " (0.1 % of it)" : "")}, or {LeastLarge} with {LargePercent} %.";

    private double PercentOf(long part) => bytes == 0 ? 0 : 100.0 * part / bytes;
}
