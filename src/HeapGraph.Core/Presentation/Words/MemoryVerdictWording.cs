namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output tells what stands out in the memory of a process.</summary>
internal static class MemoryVerdictWording
{
    /// <summary>The verdict in lines: its title, evidence, what would change it, and how to go on.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="number">Its place.</param>
    /// <param name="words">How commands are named.</param>
    public static IEnumerable<string> LinesOf(MemoryVerdict verdict, int number, IRemedyWords words)
    {
        yield return "";
        yield return $"{number}. {verdict.Title}";
        foreach (var sentence in verdict.Evidence)
        {
            yield return $"   {sentence}";
        }

        if (verdict.Remedy is { } remedy)
        {
            yield return $"   What helps: {remedy}";
        }

        if (verdict.Next is { } next)
        {
            yield return $"   Go on with: {words.Of(next)}";
        }
    }
}
