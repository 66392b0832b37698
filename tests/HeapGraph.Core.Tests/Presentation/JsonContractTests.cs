using System.Text.Json;
using System.Text.RegularExpressions;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Presentation;

/// <summary>What is written as JSON, docs/json.md and the files in docs/schema say the same.</summary>
public sealed class JsonContractTests
{
    private static readonly PublishedSchemas Schemas = new();
    private static readonly JsonPage Page = new();
    private static readonly JsonElement[] Documents = [.. JsonSamples.All.Select(Parsed)];

    [Fact]
    public void Every_command_that_writes_JSON_has_a_schema_by_its_name_and_a_section_with_an_example()
    {
        var written = Sources().SelectMany(source => Regex.Matches(source, @"=>\s+Write\((?<name>[^;{]*?), json =>"))
            .SelectMany(start => Regex.Matches(start.Groups["name"].Value, "\"(?<command>[a-z-]+)\""))
            .Select(name => name.Groups["command"].Value).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(written, Schemas.Commands);
        Assert.Equal(written, Page.Examples.Select(example => example.Heading).Order(StringComparer.Ordinal));
        Assert.Equal(written, Documents.Select(PublishedSchemas.CommandOf).Distinct().Order(StringComparer.Ordinal));
        foreach (var command in written)
        {
            var schema = Schemas.Parts[command];
            Assert.Equal($"{command}.schema.json", schema.GetProperty("$id").GetString());
            Assert.Equal($"heapgraph.{command}/1", schema.GetProperty("properties").GetProperty("schema").GetProperty("const").GetString());
        }
    }

    [Fact]
    public void Whatever_is_written_is_as_its_schema_says() => Assert.Empty(Documents.SelectMany(Schemas.FaultsOf));

    [Fact]
    public void The_examples_of_the_page_are_as_their_schemas_say() => Assert.All(Page.Examples, example =>
    {
        var document = Parsed(example.Text);
        Assert.Equal(example.Heading, PublishedSchemas.CommandOf(document));
        Assert.Empty(Schemas.FaultsOf(document));
    });

    // Schemas let other keys pass, so they alone would not notice a new one; nor one that is never written, missing or null.
    [Fact]
    public void Every_key_is_written_as_it_is_published_and_no_other_is() =>
        RequireSame(Schemas.Keys.SelectMany(key => key.States), Documents.SelectMany(Schemas.StatesIn));

    [Fact]
    public void No_key_stands_in_the_source_alone() => Assert.Empty(
        Sources().SelectMany(source => Regex.Matches(source, @"Write\w+\((?:json, )?""(?<key>\w+)"""))
            .Select(call => call.Groups["key"].Value).Except(Schemas.Keys.Select(key => key.Path.Split('.')[^1])));

    [Fact]
    public void The_page_lists_the_keys_of_the_schemas_with_their_types_and_when_they_are_missing() => RequireSame(
        Schemas.Keys.Select(key => (key.Part, key.Path, key.Type, key.MayBeMissing)),
        Page.Rows.Select(row => (row.Part, row.Path, row.Type, row.Missing.Length > 0)));

    [Fact]
    public void The_page_says_which_words_a_key_may_have() => Assert.All(Schemas.Keys, key =>
    {
        var told = Page.Rows.Single(row => (row.Part, row.Path) == (key.Part, key.Path)).Meaning;
        Assert.All(key.Words, word => Assert.Contains($"`{word}`", told, StringComparison.Ordinal));
    });

    private static JsonElement Parsed(string json) => JsonDocument.Parse(json).RootElement;

    private static void RequireSame<T>(IEnumerable<T> published, IEnumerable<T> found)
    {
        T[] one = [.. published], other = [.. found];
        Assert.Empty(one.Except(other));
        Assert.Empty(other.Except(one));
    }

    private static IEnumerable<string> Sources() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src", "HeapGraph.Core", "Presentation", "Json"), "*.cs").Select(File.ReadAllText);
}
