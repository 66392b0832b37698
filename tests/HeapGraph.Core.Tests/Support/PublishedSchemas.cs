using System.Text.Json;
using HeapGraph.Testing;
using Json.Schema;

namespace HeapGraph.Core.Tests.Support;

/// <summary>The files of docs/schema: one for each command, and one for what they have in common.</summary>
internal sealed class PublishedSchemas
{
    private readonly SortedDictionary<string, JsonSchema> _checkerByCommand = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _schemaByPart = [];

    public PublishedSchemas()
    {
        var build = new BuildOptions { SchemaRegistry = new SchemaRegistry() };
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.Root, "docs", "schema")).Where(path => Path.GetFileName(path) != "config.schema.json"))   // what is read
        {
            var (command, text) = (Path.GetFileName(path).Replace(".schema.json", "", StringComparison.Ordinal), File.ReadAllText(path));
            var schema = JsonDocument.Parse(text).RootElement;
            var checker = JsonSchema.FromText(text, build, new Uri("file:///schema/"));   // what the relative ids are relative to
            if (command != "parts")
            {
                _checkerByCommand.Add(command, checker);
                _schemaByPart.Add(command, schema);
            }

            foreach (var part in schema.TryGetProperty("$defs", out var parts) ? parts.EnumerateObject() : [])
            {
                _schemaByPart.Add(part.Name, part.Value);
            }
        }
    }

    /// <summary>The commands that have a file, by name.</summary>
    public IEnumerable<string> Commands => _checkerByCommand.Keys;

    /// <summary>The commands and parts, each with the schema of its objects.</summary>
    public IReadOnlyDictionary<string, JsonElement> Parts => _schemaByPart;

    /// <summary>Every key that may be written, in the order of the schemas.</summary>
    public IEnumerable<PublishedKey> Keys => _schemaByPart.SelectMany(part => KeysOf(part.Key, part.Value));

    /// <summary>The command that a document is of.</summary>
    public static string CommandOf(JsonElement document) => document.GetProperty("schema").GetString()!["heapgraph.".Length..^"/1".Length];

    /// <summary>Where and why a document is not what its schema says.</summary>
    public IEnumerable<string> FaultsOf(JsonElement document)
    {
        var command = CommandOf(document);
        var checkedBy = _checkerByCommand[command].Evaluate(document, new EvaluationOptions { OutputFormat = Json.Schema.OutputFormat.List });
        var errors = from detail in checkedBy.Details ?? []
                     from error in detail.Errors ?? new Dictionary<string, string>()
                     select $"{detail.InstanceLocation}: {error.Value}";
        return checkedBy.IsValid ? [] : [$"{command} is not as its schema says", .. errors];
    }

    /// <summary>What a document has at each key that its objects have or may have.</summary>
    public IEnumerable<KeyState> StatesIn(JsonElement document) =>
        CommandOf(document) is var command ? StatesIn(document, command, _schemaByPart[command], "") : [];

    private IEnumerable<PublishedKey> KeysOf(string part, JsonElement schema, string before = "")
    {
        var required = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet();
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            yield return new PublishedKey(part, before + property.Name, TypeText(property.Value), !required.Contains(property.Name))
            {
                Kinds = KindsOf(property.Value), Words = WordsOf(property.Value),
            };
            var (inner, link) = Inside(property.Value);
            foreach (var key in inner.TryGetProperty("properties", out _) ? KeysOf(part, inner, before + property.Name + link) : [])
            {
                yield return key;
            }
        }
    }

    private IEnumerable<KeyState> StatesIn(JsonElement value, string part, JsonElement schema, string before)
    {
        var properties = schema.GetProperty("properties");
        foreach (var key in properties.EnumerateObject().Where(key => !value.TryGetProperty(key.Name, out _)))
        {
            yield return new KeyState(part, before + key.Name, KeyState.Missing);
        }

        foreach (var property in value.EnumerateObject())
        {
            yield return new KeyState(part, before + property.Name, KindOf(property.Value));
            if (!properties.TryGetProperty(property.Name, out var known))
            {
                continue;
            }

            var (inner, link) = Inside(known);
            var (innerPart, innerSchema, innerBefore) = inner.TryGetProperty("$ref", out var named)
                ? (NameOf(named), _schemaByPart[NameOf(named)], "")
                : (part, inner, before + property.Name + link);
            JsonElement[] values = property.Value.ValueKind == JsonValueKind.Array ? [.. property.Value.EnumerateArray()] : [property.Value];
            foreach (var state in values
                .Where(one => one.ValueKind == JsonValueKind.Object && innerSchema.TryGetProperty("properties", out _))   // otherwise the user chooses the keys
                .SelectMany(one => StatesIn(one, innerPart, innerSchema, innerBefore)))
            {
                yield return state;
            }
        }
    }

    private static (JsonElement Schema, string Link) Inside(JsonElement schema) =>
        schema.TryGetProperty("items", out var items) ? (items, "[].") : (schema, ".");

    private static string NameOf(JsonElement reference) => reference.GetString()!.Split('/')[^1];

    private static string[] KindsOf(JsonElement schema) =>
        schema.TryGetProperty("$ref", out _) ? ["object"]
        : schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several ? [.. several.EnumerateArray().Select(one => one.GetString()!)]
        : [schema.GetProperty("type").GetString()!];

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => "integer",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static string[] WordsOf(JsonElement schema) =>
        schema.TryGetProperty("const", out var word) ? [word.GetString()!]
        : schema.TryGetProperty("enum", out var words) ? [.. words.EnumerateArray().Select(one => one.GetString()).OfType<string>()]
        : schema.TryGetProperty("items", out var items) ? WordsOf(items)
        : [];

    private static string TypeText(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var named) ? $"[{NameOf(named)}](#{NameOf(named)})"
        : schema.TryGetProperty("items", out var items) ? $"array of {TypeText(items)}"
        : string.Join(" or ", KindsOf(schema).Select(kind => kind == "string" && schema.TryGetProperty("pattern", out _) ? "address" : kind));
}
