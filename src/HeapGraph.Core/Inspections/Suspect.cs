using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections;

/// <summary>Objects that a rule suspects, on the way to a finding. The rule says who they are, what shows it and what to do; how much
/// it is, what holds it and how much that matters is worded and judged here.</summary>
/// <param name="Heap">Where they are.</param>
/// <param name="Objects">What has piled up.</param>
/// <param name="Bytes">What a collection would free if it were mended.</param>
internal sealed record Suspect(InspectedHeap Heap, IReadOnlyCollection<int> Objects, long Bytes)
{
    /// <summary>Objects with what they retain together.</summary>
    public Suspect(InspectedHeap heap, IReadOnlyCollection<int> objects)
        : this(heap, objects, heap.RetainedBytesOf(objects))
    {
    }

    /// <summary>How sure all that piles up is a leak.</summary>
    public static (LeakCertainty Certainty, string Because) OneHeapAlone { get; } = (LeakCertainty.Possible, "one heap alone does not tell a leak from a cache or a backlog");

    /// <summary>How many have piled up, where that is more than the objects at hand.</summary>
    public long Count { get; init; } = Objects.Count;

    /// <summary>What holds them; null when there is no one chain to show.</summary>
    public SuspectReference? Reference { get; init; }

    /// <summary>What sort of trouble it is.</summary>
    public LeakKind Kind { get; init; }

    /// <summary>How sure it is that something is wrong, and why; null for what is true of all that piles up.</summary>
    public (LeakCertainty Certainty, string Because)? Sureness { get; init; }

    /// <summary>The rule's own judgement, in place of the one by bytes and number.</summary>
    public LeakSeverity? Severity { get; init; }

    /// <summary>See <see cref="LeakFinding.IsInOrder"/>.</summary>
    public bool IsInOrder { get; init; }

    /// <summary>Whether it is ranked down where it looks like a cache of .NET itself.</summary>
    public bool MayBeCache { get; init; }

    /// <summary>What the title ends with: how much it is.</summary>
    public string Tail { get; init; } = $": {Bytes.AsByteSize}, {Heap.ShareOf(Bytes)}";

    /// <summary>See <see cref="LeakFinding.Explained"/>; by default the objects and what dominates them.</summary>
    public IReadOnlyCollection<int>? Explained { get; init; }

    /// <summary>The objects whose ages are told; by default those that have piled up. Nothing is told of a part of them.</summary>
    public IReadOnlyCollection<int>? Aged { get; init; }

    /// <summary>These ages, where they were counted before.</summary>
    public Ages? Ages { get; init; }

    /// <summary>Whether there are so many that it is worth a finding.</summary>
    public bool IsMany => Heap.Thresholds.AreMany(Count, Bytes);

    /// <summary>The reference that holds them in words.</summary>
    public string Place => Reference!.InWords;

    /// <summary>"1.2 MB".</summary>
    public string Size => Bytes.AsByteSize;

    /// <summary>"1,234 bytes" for each object.</summary>
    public string Average => $"{Bytes / Objects.Count:N0} bytes";

    /// <summary>Objects that waste some bytes rather than retain them.</summary>
    public static Suspect OfWaste(InspectedHeap heap, IReadOnlyCollection<int> objects, long waste) =>
        new(heap, objects, waste) { Kind = LeakKind.Wasted, Sureness = (LeakCertainty.Certain, "what is wasted was counted"), Tail = $": {waste.AsByteSize} wasted, {heap.ShareOf(waste)}" };

    /// <summary>The finding.</summary>
    /// <param name="id">See <see cref="LeakFingerprint"/>.</param>
    /// <param name="title">Who they are and what is wrong; without how much it is.</param>
    /// <param name="evidence">What shows it.</param>
    /// <param name="threshold">From how much on it is a suspect.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="next">The command to go on with; by default chains to objects of the first one's type.</param>
    public LeakFinding Finding(string id, string title, IReadOnlyList<string> evidence, string threshold, string remedy, NextCommand? next = null)
    {
        var aged = Aged ?? Objects;
        var (certainty, because) = Sureness ?? OneHeapAlone;
        var cache = MayBeCache && Reference is { } held ? FrameworkCode.CacheReason(held.Chain, Heap.PercentOf(Bytes), Heap.Own) : null;
        return new LeakFinding(id, cache is null ? Severity ?? Heap.Thresholds.SeverityOf(Kind, certainty, Bytes, Count) : LeakSeverity.Low, title + Tail, Bytes, Count)
        {
            Kind = Kind,
            IsInOrder = IsInOrder || cache is not null,
            Certainty = certainty,
            Because = because,
            Evidence = [.. evidence, .. aged.Count == Count && (Ages ?? Words.Ages.Of(Heap.Graph, aged))?.InWords is { } ages ? (string[])[ages] : [], .. cache is null ? (string[])[] : [cache]],
            Threshold = threshold,
            Chain = Reference?.Chain,
            SuspectStep = Reference?.Step ?? -1,
            Remedy = remedy,
            Next = next ?? NextCommand.ChainsTo(Heap.Graph.TypeOf(Objects.First()).Name),
            Explained = Explained ?? Heap.WithHolders(Objects),
        };
    }
}
