using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Words;

/// <summary>How old some objects are, by the generations that they lie in.</summary>
internal static class Ages
{
    /// <summary>"Ages: all in gen2, none young.", "Ages: 24,100 in gen2, 900 in gen0; the young ones were made just now."; null where that is not known.</summary>
    /// <remarks>A look at each object.</remarks>
    public static string? Of(ObjectGraph graph, IReadOnlyCollection<int> objects)
    {
        if (Counted(graph, objects) is not var (old, middle, young))
        {
            return null;
        }

        (string Generation, int Count)[] parts = [("gen2", old), ("gen1", middle), ("gen0", young)];
        return objects.Count == 0 ? null
            : old == objects.Count ? "Ages: all in gen2, none young."
            : $"Ages: {string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count:N0} in {part.Generation}"))}"
                + (old == 0 ? "; none has outlived two collections yet." : "; the young ones were made just now.");
    }

    /// <summary>Whether some have outlived two collections and others have not: then more are added as time goes by.</summary>
    public static bool AreMixed(ObjectGraph graph, IReadOnlyCollection<int> objects) => Counted(graph, objects) is var (old, middle, young) && old > 0 && middle + young > 0;

    /// <summary>How many lie in generation 2 or with it, in 1 and in 0; null where that is not known.</summary>
    public static (int Old, int Middle, int Young)? Counted(ObjectGraph graph, IReadOnlyCollection<int> objects)
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

        return (old, middle, young);
    }
}
