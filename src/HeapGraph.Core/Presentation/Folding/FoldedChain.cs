namespace HeapGraph.Core.Presentation.Folding;

/// <summary>A chain short enough to be looked at: a linked list may have a million steps.</summary>
internal static class FoldedChain
{
    // The first and the last of a run are shown: to hide less than two in between would save no line.
    private const int LongestRun = 3;

    /// <summary>The steps to show and, between them, those that are hidden: first of runs of
    /// steps that are alike, then in the middle.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="maxSteps">Steps to show, at most; 1 or more. The last is always shown.</param>
    public static IReadOnlyList<FoldedStep> Of(ReferenceChain chain, int maxSteps)
    {
        var shown = new List<int>();
        for (var (first, next) = (0, 0); first < chain.Steps.Count; first = next)
        {
            for (next = first + 1; next < chain.Steps.Count && AreAlike(chain.Steps[first], chain.Steps[next], first == 0); next++)
            {
            }

            shown.AddRange(next - first > LongestRun ? [first, next - 1] : Enumerable.Range(first, next - first));
        }

        if (shown.Count > maxSteps)
        {
            shown.RemoveRange(maxSteps / 2, shown.Count - maxSteps);
        }

        var folded = new List<FoldedStep>();
        for (var (index, next) = (0, 0); index < shown.Count; index++)
        {
            folded.Add(new FoldedStep(chain.Steps[shown[index]], [.. chain.Steps.Skip(next).Take(shown[index] - next)]));
            next = shown[index] + 1;
        }

        return folded;
    }

    // The first step has no slot that leads to it, and in the middle of a very long chain slots have no names.
    private static bool AreAlike(ChainStep one, ChainStep other, bool isFirst) =>
        one.Type == other.Type && (one.Via.SequenceEqual(other.Via) || !isFirst && (one.Via.Count == 0 || other.Via.Count == 0));
}

/// <summary>A step that is shown.</summary>
/// <param name="Step">The step.</param>
/// <param name="HiddenBefore">The steps that are hidden before it.</param>
internal sealed record FoldedStep(ChainStep Step, IReadOnlyList<ChainStep> HiddenBefore);
