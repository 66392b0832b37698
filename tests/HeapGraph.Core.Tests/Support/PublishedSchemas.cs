using System.Text.Json;
using HeapGraph.Testing;
using Json.Schema;

namespace HeapGraph.Core.Tests.Support;

/// <summary>The files of docs/schema: one for each command, and one for what they have in common.</summary>
internal sealed class PublishedSchemas
{
    private const string Ending = ".schema.json", OfParts = "parts";
    private readonly Dictionary<string, JsonSchema> _checkerByFile = [];
    private readonly Dictionary<string, JsonElement> _schemaByPart = [];

    public PublishedSchemas()
    {
        var build = new BuildOptions { SchemaRegistry = new SchemaRegistry() };
        foreach (var path in Directory.GetFiles(Path.Combine(Repository.Root, "docs", "schema")))
        {
            var (file, text) = (Path.GetFileName(path), File.ReadAllText(path));
            var schema = JsonDocument.Parse(text).RootElement;
            Files.Add(file, schema);
            _checkerByFile.Add(file, JsonSchema.FromText(text, build, new Uri("file:///schema/")));   // what the relative ids are relative to
            if (file != OfParts + Ending)
            {
                _schemaByPart.Add(file[..^Ending.Length], schema);
            }

            foreach (var part in schema.TryGetProperty("$defs", out var parts) ? parts.EnumerateObject() : [])
            {
                _schemaByPart.Add(part.Name, part.Value);
            }
        }
    }

    /// <summary>By name of the file, the schema in it.</summary>
    public SortedDictionary<string, JsonElement> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The commands that have a file, by name.</summary>
    public IEnumerable<string> Commands => Files.Keys.Select(file => file[..^Ending.Length]).Where(name => name != OfParts);

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
        var checkedBy = _checkerByFile[command + Ending].Evaluate(document, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return checkedBy.IsValid ? [] :
            from detail in checkedBy.Details ?? []
            from error in detail.Errors ?? new Dictionary<string, string>()
            select $"{command} {detail.InstanceLocation}: {error.Value}";
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
            foreach (var state in (property.Value.ValueKind == JsonValueKind.Array ? [.. property.Value.EnumerateArray()] : (JsonElement[])[property.Value])
                .Where(one => one.ValueKind == JsonValueKind.Object)
                .SelectMany(one => StatesIn(one, innerPart, innerSchema, innerBefore)))
            {
                yield return state;
            }
        }
    }

    private static (JsonElement Schema, string Link) Inside(JsonElement schema) => schema.TryGetProperty("items", out var items) ? (items, "[].") : (schema, ".");

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
        : schema.TryGetProperty("enum", out var words) ? [.. words.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
        : schema.TryGetProperty("items", out var items) ? WordsOf(items)
        : [];

    private static string TypeText(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var named) ? $"[{NameOf(named)}](#{NameOf(named)})"
        : schema.TryGetProperty("items", out var items) ? $"array of {TypeText(items)}"
        : string.Join(" or ", KindsOf(schema).Select(kind => kind == "string" && schema.TryGetProperty("pattern", out _) ? "address" : kind));
}

/// <summary>A key that HeapGraph may write.</summary>
/// <param name="Part">The command, or the part of several commands, that it belongs to.</param>
/// <param name="Path">The way to it within the part: <c>types[].bytes</c>.</param>
/// <param name="Type">Its type as the page says it: <c>array of [step](#step)</c>, <c>address or null</c>.</param>
/// <param name="MayBeMissing">Whether an object need not have it.</param>
internal sealed record PublishedKey(string Part, string Path, string Type, bool MayBeMissing)
{
    /// <summary>The kinds of value that it may have.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The words that it may have as its value; none where any text may stand.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>All that may be met at it.</summary>
    public IEnumerable<KeyState> States => [.. Kinds.Select(kind => new KeyState(Part, Path, kind)), .. MayBeMissing ? (KeyState[])[new(Part, Path, KeyState.Missing)] : []];
}

/// <summary>What is met at a key: a kind of value, or that it is missing.</summary>
internal sealed record KeyState(string Part, string Path, string Kind)
{
    public const string Missing = "missing";

    public override string ToString() => $"{Part}: {Path}: {Kind}";
}
