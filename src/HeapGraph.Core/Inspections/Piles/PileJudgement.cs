namespace HeapGraph.Core.Inspections.Piles;

/// <summary>Whether a pile looks like a leak, or like what a program keeps on purpose: by what its collection and the program's code tell.</summary>
/// <param name="IsInOrder">Whether it looks like something in order.</param>
/// <param name="Sureness">How sure it is that something is wrong, and why.</param>
internal readonly record struct PileJudgement(bool IsInOrder, (LeakCertainty Certainty, string Because) Sureness)
{
    /// <summary>How much it matters at most, where it is not in order; null where its size alone tells.</summary>
    public LeakSeverity? Most { get; init; }

    /// <summary>Judges.</summary>
    /// <param name="history">What the collection tells; null for nothing.</param>
    /// <param name="filled">What the code tells; null for nothing.</param>
    /// <param name="age">What its ages tell.</param>
    /// <param name="isHalf">Whether it is half of a large heap.</param>
    public static PileJudgement Of(PileHistory? history, FilledIn? filled, PileAge age, bool isHalf)
    {
        var ofLittle = isHalf ? LeakSeverity.Medium : LeakSeverity.Low;
        return history is { Kind: not PileHistoryKind.OnlyGrows } ? InOrder(history.Because)
            : filled is { IsFilledOnce: true, Methods.Count: > 0 } ? InOrder("only constructors fill it")
            : filled?.BoundedIn is { } bounding ? InOrder($"{bounding} takes things out once there are too many")
            : filled?.TakenOutIn is [var first, ..]
                ? Undecided($"{first} takes things out of it, or puts others in their place: a cache or a backlog looks the same") with { Most = ofLittle }
            : filled is { IsFilledInLoops: true, Methods: [var filling, ..] } && age == PileAge.OldAmongYoung ? InOrder($"{filling} puts in many at once, and none was added of late")
            : filled is { IsFilledInLoops: true, Methods: [var once, ..] } && age == PileAge.Old ? Undecided($"{once} puts in many at once, and none was added of late: what is filled once looks the same") with { Most = ofLittle }
            : (filled?.TakenOutIn is { Count: 0 } ? "no method of the program takes anything out of it" : history?.Because) is not { } only
                ? new PileJudgement(false, Suspect.OneHeapAlone) with { Most = age == PileAge.OldAmongYoung ? ofLittle : null }
            : age == PileAge.Mixed ? new PileJudgement(false, (LeakCertainty.Likely, $"{only}, and more were added of late"))
            : age == PileAge.Unknown ? Undecided($"{only}; what is filled once looks the same")
            : Undecided($"{only}, but none was added of late: what is filled once looks the same") with { Most = age == PileAge.OldAmongYoung ? ofLittle : null };
    }

    private static PileJudgement InOrder(string because) => new(true, (LeakCertainty.Possible, because)) { Most = LeakSeverity.Low };

    private static PileJudgement Undecided(string because) => new(false, (LeakCertainty.Possible, because));
}

/// <summary>What the ages of a pile's objects tell.</summary>
internal enum PileAge
{
    /// <summary>Nothing: all are young, or it is not known.</summary>
    Unknown,

    /// <summary>Young ones stand beside old ones.</summary>
    Mixed,

    /// <summary>All are old, in a heap with little that was made since the last collection: the program does nothing at all.</summary>
    Old,

    /// <summary>None was made since the last collection, though the program made others: none was added of late.</summary>
    OldAmongYoung,
}
