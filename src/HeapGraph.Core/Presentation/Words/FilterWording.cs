using HeapGraph.Core.Analysis;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>A filter in words.</summary>
internal static class FilterWording
{
    /// <summary>"Only: namespace Shop or Shop.*; assembly Shop; 1 KB or more each; gen2 or loh", or nothing.</summary>
    public static IReadOnlyList<string> HeaderOf(ObjectFilter filter) => filter.IsEmpty ? [] : [$"Only: {string.Join("; ", PartsOf(filter))}"];

    private static IEnumerable<string> PartsOf(ObjectFilter filter)
    {
        if (filter.Namespaces.Count > 0)
        {
            yield return $"namespace {AnyOf(filter.Namespaces.Select(pattern => pattern.Text.Printable))}";
        }

        if (filter.Assemblies.Count > 0)
        {
            yield return $"assembly {AnyOf(filter.Assemblies.Select(pattern => pattern.Text.Printable))}";
        }

        if (filter.MinBytes > 0)
        {
            yield return $"{filter.MinBytes.AsByteSize} or more each";
        }

        if (filter.Generations.Count > 0)
        {
            yield return AnyOf(filter.Generations.Select(Wording.Of));
        }
    }

    private static string AnyOf(IEnumerable<string> names) => string.Join(" or ", names);
}
