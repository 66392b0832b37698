using System.Text.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>What nothing keeps alive as a property <c>garbage</c>; none where nothing is told.</summary>
    private static void WriteGarbage(Utf8JsonWriter json, GarbageReport? garbage)
    {
        if (garbage is null)
        {
            return;
        }

        json.WriteStartObject("garbage");
        json.WriteNumber("objects", garbage.Objects);
        json.WriteNumber("bytes", garbage.Bytes);
        json.WriteStartArray("generations");
        foreach (var part in garbage.Parts)
        {
            json.WriteStartObject();
            WriteText(json, "generation", part.Generation is { } generation ? Wording.Of(generation) : null);
            json.WriteNumber("objects", part.Objects);
            json.WriteNumber("bytes", part.Bytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("topmost", garbage.Topmost);
        json.WriteNumber("ownerTypesTotal", garbage.OwnerTypes);
        json.WriteStartArray("owners");
        foreach (var owner in garbage.Owners)
        {
            json.WriteStartObject();
            WriteText(json, "type", owner.Type.Name);
            json.WriteNumber("owners", owner.Owners);
            json.WriteNumber("chosen", owner.Chosen);
            json.WriteNumber("objects", owner.Objects);
            json.WriteNumber("bytes", owner.Bytes);
            WriteText(json, "largestAddress", $"{owner.LargestAddress:x}");
            json.WriteNumber("largestBytes", owner.LargestBytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTypes(json, garbage.Types);
        json.WriteEndObject();
    }
}
