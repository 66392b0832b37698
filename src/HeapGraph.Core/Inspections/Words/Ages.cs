using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Words;

/// <summary>How old some objects are, by the generations that they lie in.</summary>
/// <param name="Old">How many lie in generation 2, or with it in the LOH, the POH or a frozen segment.</param>
/// <param name="Middle">How many lie in generation 1.</param>
/// <param name="Young">How many lie in generation 0.</param>
internal readonly record struct Ages(int Old, int Middle, int Young)
{
    /// <summary>Counts them; null where that is not known of one.</summary>
    /// <remarks>A look at each object.</remarks>
    public static Ages? Of(ObjectGraph graph, IReadOnlyCollection<int> objects)
    {
        var (old, middle, young) = (0, 0, 0);
        foreach (var index in objects)
        {
            switch (graph.Generations[index])
            {
                case HeapGeneration.Gen0:
                    young++;
                    break;
                case HeapGeneration.Gen1:
                    middle++;
                    break;
                case null:
                    return null;
                default:
                    old++;   // gen2; the LOH and the POH are collected with it, the frozen segments never
                    break;
            }
        }

        return new Ages(old, middle, young);
    }

    /// <summary>Whether some have outlived two collections and others have not: then more are added as time goes by.</summary>
    public bool AreMixed => Old > 0 && Middle + Young > 0;

    /// <summary>"Ages: all in gen2, none young.", "Ages: 24,100 in gen2, 900 in gen0; the young ones were made just now."; null where there are no objects.</summary>
    public string? InWords
    {
        get
        {
            (string Generation, int Count)[] parts = [("gen2", Old), ("gen1", Middle), ("gen0", Young)];
            return Old + Middle + Young == 0 ? null
                : Middle + Young == 0 ? "Ages: all in gen2, none young."
                : $"Ages: {string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count:N0} in {part.Generation}"))}"
                    + (Old == 0 ? "; none has outlived two collections yet." : "; the young ones were made just now.");
        }
    }
}
