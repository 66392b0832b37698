using HeapGraph.Core.Graph.Details;

namespace HeapGraph.Core.Inspections.Piles;

/// <summary>Whether a pile looks like a leak, or like what a program keeps on purpose: by what its collection and the program's code tell.</summary>
internal static class PileJudgement
{
    /// <summary>Judges.</summary>
    /// <param name="history">What the collection tells; null for nothing.</param>
    /// <param name="filled">What the code tells; null for nothing.</param>
    /// <param name="isGrowing">Whether young objects stand beside old ones.</param>
    /// <returns>Whether it looks like something in order, and how sure that is.</returns>
    public static (bool IsInOrder, (LeakCertainty Certainty, string Because) Sureness) Of(PileHistory? history, FilledIn? filled, bool isGrowing)
    {
        if (history is { Kind: not PileHistoryKind.OnlyGrows })
        {
            return (true, (LeakCertainty.Possible, history.Because));
        }

        if (filled is { IsFilledOnce: true, Methods.Count: > 0 })
        {
            return (true, (LeakCertainty.Possible, "only constructors fill it"));
        }

        if (filled?.TakenOutIn is [var first, ..])
        {
            return (false, (LeakCertainty.Possible, $"{first} takes things out of it, or puts others in their place: a cache or a backlog looks the same"));
        }

        return (filled?.TakenOutIn is { Count: 0 } ? "no method of the program takes anything out of it" : history?.Because) is not { } only
            ? (false, (LeakCertainty.Possible, "one heap alone does not tell a leak from a cache or a backlog"))
            : isGrowing ? (false, (LeakCertainty.Likely, $"{only}, and more were added of late"))
            : (false, (LeakCertainty.Possible, $"{only}, but none was added of late: what is filled once looks the same"));
    }
}
