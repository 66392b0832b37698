using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Patterns;

namespace HeapGraph.Core.Inspections;

/// <summary>What docs/findings.md says of each rule: the page itself is part of this assembly.</summary>
internal static class RuleEntries
{
    private const string Heading = "\n## ", Fence = "```";

    /// <summary>The entry of a rule, without marks of a page.</summary>
    /// <exception cref="UnknownNameException">There is no such rule.</exception>
    public static string Of(string rule)
    {
        if (!AllInspections.List.Any(known => known.Name == rule))
        {
            throw new UnknownNameException($"There is no rule '{rule}'.", NamePattern.NearestOf(rule, AllInspections.List.Select(known => (known.Name, (string[])[known.Name]))));
        }

        using var page = new StreamReader(typeof(RuleEntries).Assembly.GetManifestResourceStream("findings.md")!);
        var entry = page.ReadToEnd().ReplaceLineEndings("\n").Split(Heading).Single(part => part.StartsWith($"{rule}\n", StringComparison.Ordinal));
        return string.Join('\n', entry.Split('\n').Where(line => !line.StartsWith(Fence, StringComparison.Ordinal))).TrimEnd() + "\n";
    }
}
