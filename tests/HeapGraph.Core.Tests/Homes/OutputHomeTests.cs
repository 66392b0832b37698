using System.Text.RegularExpressions;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Homes;

/// <summary>Which form a file's ending stands for is decided in one place.</summary>
public sealed partial class OutputHomeTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");
    private static readonly string[] Homes = [Path.Combine("HeapGraph.Core", "Presentation", "Forms", "OutputFormat.cs"), Path.Combine("HeapGraph.Core", "Presentation", "DotFile.cs")];

    [Fact]
    public void No_other_file_decides_by_an_ending()
    {
        var endings = OutputFormat.All.SelectMany(format => format.Endings).ToHashSet();
        Assert.Superset(new HashSet<string> { ".json", ".svg", ".html", ".pb.gz" }, endings);
        var files = Repository.Sources("src").Select(file => Path.GetRelativePath(Source, file)).Except(Homes);
        Assert.Empty(
            from file in files
            let text = File.ReadAllText(Path.Combine(Source, file))
            where text.Contains("GetExtension(", StringComparison.Ordinal) || Literal.Matches(text).Any(literal => endings.Contains(literal.Groups[1].Value))
            select file);
    }

    [GeneratedRegex("\"(\\.[a-z.]+)\"")]
    private static partial Regex Literal { get; }
}
