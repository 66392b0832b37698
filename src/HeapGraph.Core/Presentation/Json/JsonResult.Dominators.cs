using System.Text.Json;
using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
    /// <summary>heapgraph.dominators/1</summary>
    /// <remarks>A row of several objects has no address; <c>largest</c> leads on from there.</remarks>
    public static string Of(string target, DominatorTable table) => Write("dominators", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(ObjectScope.Reachable));
        json.WriteString("by", table.By.ToString().ToLowerInvariant());
        WriteTotals(json, "totals", table.TotalObjects, table.TotalBytes);
        WriteUnreachable(json, table);
        WriteCoverage(json, table.Coverage);
        if (table.Under is { } under)
        {
            json.WritePropertyName("under");
            WriteRow(json, DominatorRowKind.Object, under);
        }

        json.WriteNumber("nodesTotal", table.RowCount);
        WriteRows(json, "nodes", table.By, table.Rows);
    });

    private static void WriteUnreachable(Utf8JsonWriter json, DominatorTable table)
    {
        json.WriteStartObject("unreachable");
        json.WriteNumber("objects", table.UnreachableObjects);
        json.WriteNumber("bytes", table.UnreachableBytes);
        WriteTypes(json, table.UnreachableTypes);
        json.WriteEndObject();
        WriteGarbage(json, table.Garbage);
    }

    private static void WriteRows(Utf8JsonWriter json, string name, DominatorRowKind by, IReadOnlyList<DominatorRow> rows)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            WriteRow(json, by, row);
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, DominatorRowKind by, DominatorRow row)
    {
        json.WriteStartObject();
        if (by == DominatorRowKind.Object && row.Objects == 1)
        {
            WriteText(json, "address", $"{row.Address:x}");
        }

        if (row.Type is { } type)
        {
            WriteText(json, "type", type.Name);
            WriteText(json, "assembly", type.AssemblyName);
        }
        else
        {
            WriteText(json, by.ToString().ToLowerInvariant(), row.Group);
        }

        json.WriteNumber("objects", row.Objects);
        json.WriteNumber("bytes", row.Bytes);
        json.WriteNumber("retainedBytes", row.RetainedBytes);
        if (row.Root is { } root)
        {
            WriteRoot(json, root);
        }

        if (row.RootCount > 1)
        {
            json.WriteNumber("rootCount", row.RootCount);
        }

        if (by == DominatorRowKind.Object && row.Objects > 1)
        {
            json.WriteStartObject("largest");
            WriteText(json, "address", $"{row.Address:x}");
            json.WriteNumber("retainedBytes", row.LargestRetainedBytes);
            json.WriteEndObject();
        }

        if (row.IsAccumulationPoint)
        {
            json.WriteBoolean("isAccumulationPoint", true);
        }

        if (row.Children.Count > 0)
        {
            WriteRows(json, "children", by, row.Children);
        }

        json.WriteEndObject();
    }
}
