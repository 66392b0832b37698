using HeapGraph.Core.Analysis;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>A filter in words.</summary>
internal static class FilterWording
{
    /// <summary>"Only: namespace Shop or Shop.*; assembly Shop; 1 KB or more each; gen2 or loh; where Buyer.Name = "x" (40 of 1,200)", and from which objects a
    /// path leads nowhere; or nothing.</summary>
    public static IReadOnlyList<string> HeaderOf(ObjectFilter filter) =>
        filter.IsEmpty ? [] : [$"Only: {string.Join("; ", PartsOf(filter))}", .. MissingFrom(filter.Where?.Missing ?? [])];

    /// <summary>"Of 12,000 objects 30 have no Buyer.", "Of 12,000 objects 2 have more elements than were looked through for Prices["bolt"]."</summary>
    public static IEnumerable<string> MissingFrom(IReadOnlyList<MissingValues> missing) => missing.Select(values =>
        $"Of {Wording.Count(values.Looks, "object")} {values.Objects:N0} {(values.Objects == 1 ? "has" : "have")} "
        + (values.IsGivenUp ? $"more elements than were looked through for {values.Path.Printable}."
            : values.IsIncomparable ? $"a {values.Path.Printable} that can't be compared so." : $"no {values.Path.Printable}."));

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

        if (filter.Where is { } where)
        {
            yield return $"where {where.Condition.Printable} ({where.Count:N0} of {where.Asked:N0})";
        }
    }

    private static string AnyOf(IEnumerable<string> names) => string.Join(" or ", names);
}
