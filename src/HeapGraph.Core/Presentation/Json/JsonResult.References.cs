using System.Text.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.backrefs/1 and heapgraph.refs/1</summary>
    public static string Of(string target, ReferenceNeighborhood neighborhood) =>
        Write(neighborhood.Direction == ReferenceDirection.Referrers ? "backrefs" : "refs", json =>
        {
            WriteText(json, "target", target);
            WriteFilter(json, neighborhood.Filter);
            json.WriteNumber("chosenObjects", neighborhood.ChosenObjects);
            json.WriteBoolean("isCutByNodes", neighborhood.IsCutByNodes);
            WriteCoverage(json, neighborhood.Coverage);
            json.WriteStartArray("nodes");
            foreach (var node in neighborhood.Nodes)
            {
                WriteNode(json, node);
            }

            json.WriteEndArray();
            json.WriteStartArray("edges");
            foreach (var edge in neighborhood.Edges)
            {
                json.WriteStartObject();
                json.WriteNumber("from", edge.From);
                json.WriteNumber("to", edge.To);
                WriteText(json, "label", edge.Label?.ToString());
                WriteKind(json, edge);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    private static void WriteNode(Utf8JsonWriter json, NeighborhoodNode node)
    {
        json.WriteStartObject();
        json.WriteNumber("id", node.Id);
        WriteText(json, "type", node.TypeIfAny?.Name ?? (node.RootIfAny is { } root ? Wording.JsonOf(root.Kind) : null));
        WriteText(json, "address", node is ObjectNode { Address: var address } ? $"{address:x}" : null);
        json.WriteNumber("bytes", node.Bytes);
        json.WriteNumber("depth", node.Depth);
        json.WriteString("kind", Wording.JsonOf(node));
        if (node.RootIfAny is { } source)
        {
            json.WriteString("rootKind", Wording.JsonOf(source.Kind));
            WriteText(json, "name", source.Name);
            WriteSourceLine(json, source);
        }

        if (node is ObjectNode shown)
        {
            WriteTold(json, shown);
        }

        if (node is MoreNode more)
        {
            json.WriteNumber("hidden", more.HiddenCount);
        }

        json.WriteEndObject();
    }

    private static void WriteTold(Utf8JsonWriter json, ObjectNode node)
    {
        if (node.Value is not null)
        {
            WriteText(json, "value", node.Value);
        }

        if (node.RetainedBytes is { } retained)
        {
            json.WriteNumber("retainedBytes", retained);
        }

        if (node.Generation is { } generation)
        {
            json.WriteString("generation", Wording.Of(generation));
        }

        if (node.ExtraInfo is not null)
        {
            WriteText(json, "extraInfo", node.ExtraInfo);
        }
    }

    /// <summary>How many inner nodes an edge passes over, and how it holds.</summary>
    private static void WriteKind(Utf8JsonWriter json, NeighborhoodEdge edge)
    {
        if (edge.Through > 0)
        {
            json.WriteNumber("through", edge.Through);
        }

        WriteStrength(json, edge.Strength);
    }

    private static void WriteStrength(Utf8JsonWriter json, ReferenceStrength strength)
    {
        if (strength != ReferenceStrength.Strong)
        {
            json.WriteString("strength", strength == ReferenceStrength.Weak ? "weak" : "dependent");
        }
    }
}
