using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Homes;

/// <summary>What .NET's collections are made of is written down in one folder.</summary>
public sealed partial class CollectionHomeTests
{
    private static readonly string Core = Path.Combine(Repository.Root, "src", "HeapGraph.Core");
    private static readonly string Home = Path.Combine("Graph", "Names", "Frameworks");

    [Fact]
    public void No_other_file_names_a_private_field_of_a_collection()
    {
        var fields = Literals().Where(literal => literal.File.StartsWith(Home, StringComparison.Ordinal)).SelectMany(literal => literal.Text.Split('.'))
            .Where(part => part.StartsWith('_') || part.StartsWith('<') || part.StartsWith("m_", StringComparison.Ordinal))
            .Concat(["head", "next", "root", "item", "items", "list", "val"])
            .Except(["_state"]).ToHashSet();   // of load contexts, too
        Assert.Superset(new HashSet<string> { "_items", "_entries", "_head", "<Left>k__BackingField", "m_dictionary", "_invocationList" }, fields);
        Assert.Empty(
            from literal in Literals()
            where !literal.File.StartsWith(Home, StringComparison.Ordinal) && !literal.File.StartsWith("Presentation", StringComparison.Ordinal)   // has keys of JSON
            where literal.Text.Split('.').Any(fields.Contains)
            select $"{literal.File}: \"{literal.Text}\"");
    }

    private static IEnumerable<(string File, string Text)> Literals() =>
        from file in Repository.Sources("src", "HeapGraph.Core")
        from line in Repository.CodeLines(file)
        from Match literal in Literal.Matches(line)
        select (Path.GetRelativePath(Core, file), literal.Groups[1].Value);

    [GeneratedRegex("""(?<!\\)"([\w<>.]+)"(?!")""")]
    private static partial Regex Literal { get; }
}
