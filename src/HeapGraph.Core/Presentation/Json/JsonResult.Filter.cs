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
        json.WriteEndObject();
    }
}
