using System.Text.Json;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>What was left out; nothing when that is nothing.</summary>
    private static void WriteFilter(Utf8JsonWriter json, ObjectFilter filter)
    {
        if (filter.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("filter");
        WriteTexts(json, "namespaces", filter.Namespaces.Select(pattern => pattern.Text));
        WriteTexts(json, "assemblies", filter.Assemblies.Select(pattern => pattern.Text));
        json.WriteNumber("minBytes", filter.MinBytes);
        WriteTexts(json, "generations", filter.Generations.Select(Wording.Of));
        if (filter.Where is { } where)
        {
            WriteText(json, "where", where.Condition);
            WriteMissing(json, where.Missing);
        }

        json.WriteEndObject();
    }

    /// <summary>From which objects paths lead nowhere.</summary>
    private static void WriteMissing(Utf8JsonWriter json, IReadOnlyList<MissingValues> missing)
    {
        json.WriteStartArray("missing");
        foreach (var values in missing)
        {
            json.WriteStartObject();
            WriteText(json, "path", values.Path);
            json.WriteNumber("objects", values.Objects);
            json.WriteNumber("of", values.Looks);
            json.WriteBoolean("isIncomparable", values.IsIncomparable);
            if (values.IsGivenUp)
            {
                json.WriteBoolean("isGivenUp", true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The values of paths that were asked for; nothing when none were.</summary>
    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<string> paths, IReadOnlyList<string?> values)
    {
        if (paths.Count == 0)
        {
            return;
        }

        json.WriteStartObject("fields");
        foreach (var (path, value) in paths.Zip(values))
        {
            WriteText(json, path, value);
        }

        json.WriteEndObject();
    }
}
