using System.Text.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.show/1</summary>
    public static string Of(string target, ObjectReport report) => Write("show", json =>
    {
        WriteText(json, "target", target);
        WriteFilter(json, report.Filter);
        json.WriteNumber("chosenObjects", report.ChosenObjects);
        WriteCoverage(json, report.Coverage);
        json.WriteStartArray("objects");
        foreach (var view in report.Objects)
        {
            json.WriteStartObject();
            WriteStepFields(json, view.Object, []);
            WriteText(json, "methodTable", view.Inside is { } inside ? $"{inside.MethodTable:x}" : null);
            WriteText(json, "generation", view.Generation is { } generation ? Wording.Of(generation) : null);
            WriteText(json, "assembly", view.Object.Type.AssemblyName);
            if (view.RetainedBytes is { } retained)
            {
                json.WriteNumber("retainedBytes", retained);
            }

            WriteFields(json, view);
            WriteReferrers(json, view);
            WriteChain(json, view.Chain);
            WriteGarbage(json, view.Garbage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteFields(Utf8JsonWriter json, ObjectView view)
    {
        json.WriteStartArray("fields");
        foreach (var (field, to) in (view.Inside?.Fields ?? []).Zip(view.Targets))
        {
            json.WriteStartObject();
            WriteText(json, "name", field.Name);
            WriteText(json, "type", field.Type);
            WriteText(json, "value", field.Value ?? to?.Value);
            if (field.IsReference)
            {
                WriteText(json, "address", to is null ? null : $"{to.Address:x}");
                WriteText(json, "targetType", to?.Type.Name);
                WriteStrength(json, field.IsWeak ? ReferenceStrength.Weak : ReferenceStrength.Strong);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("hiddenElements", view.Inside?.HiddenElements ?? 0);
    }

    private static void WriteReferrers(Utf8JsonWriter json, ObjectView view)
    {
        json.WriteNumber("referrerCount", ObjectWording.ReferrerCountOf(view));
        json.WriteStartArray("referrers");
        foreach (var edge in view.Referrers.Edges.Where(edge => edge.To == 0 && edge.From != 0 && view.Referrers.Nodes[edge.From] is not MoreNode))
        {
            var from = view.Referrers.Nodes[edge.From];
            json.WriteStartObject();
            WriteText(json, "address", from is ObjectNode { Address: var address } ? $"{address:x}" : null);
            WriteText(json, "type", from.TypeIfAny?.Name ?? Wording.JsonOf(from.RootIfAny!.Value.Kind));
            WriteText(json, "via", edge.Label?.ToString());
            if (from.RootIfAny is { } root)
            {
                WriteText(json, "name", root.Name);
            }

            WriteKind(json, edge);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
