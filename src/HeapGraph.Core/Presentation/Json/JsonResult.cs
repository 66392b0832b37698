using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Objects;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Presentation.Json;

/// <summary>The results as JSON, by the published schemas: one object, keys in a fixed order, whole numbers,
/// addresses as lower-case hex.</summary>
internal static partial class JsonResult
{
    // Relaxed: List<string> stays readable. The default escapes < and > for text that goes into HTML as it is.
    private static readonly JsonWriterOptions Layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>heapgraph.common/1</summary>
    public static string Of(string target, TypeTable table) => Write("common", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(table.Scope));
        WriteFilter(json, table.Filter);
        WriteTotals(json, "totals", table.TotalObjects, table.TotalBytes);
        WriteCoverage(json, table.Coverage);
        json.WriteStartArray("types");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            WriteText(json, "type", row.Type.Name);
            json.WriteNumber("objects", row.Objects);
            json.WriteNumber("bytes", row.Bytes);
            if (row.RetainedBytes is { } retained)
            {
                json.WriteNumber("retainedBytes", retained);
            }

            WriteText(json, "assembly", row.Type.AssemblyName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

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
                WriteText(json, "label", edge.Label);
                if (edge.Through > 0)
                {
                    json.WriteNumber("through", edge.Through);
                }

                WriteStrength(json, edge.Strength);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });

    /// <summary>heapgraph.chain/1</summary>
    public static string Of(string target, ChainReport report) => Write("chain", json =>
    {
        WriteText(json, "target", target);
        WriteFilter(json, report.Filter);
        json.WriteNumber("chosenObjects", report.ChosenObjects);
        WriteCoverage(json, report.Coverage);
        if (report.FromObjects is { } from)
        {
            json.WriteNumber("fromObjects", from);
        }

        if (report.MaxDepth > 0)
        {
            json.WriteNumber("maxDepth", report.MaxDepth);
        }

        json.WriteStartArray("chains");
        foreach (var chain in report.Objects.SelectMany(found => found.Chains))
        {
            json.WriteStartObject();
            WriteStart(json, chain);
            json.WriteStartArray("steps");
            foreach (var step in chain.Steps)
            {
                WriteStep(json, step, step.Via);
            }

            json.WriteEndArray();
            json.WriteNumber("sharedObjects", chain.SharedObjects);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("withoutChain");
        foreach (var found in report.Objects.Where(found => found.Chains.Count == 0))
        {
            json.WriteStartObject();
            WriteText(json, "address", $"{found.Object.Address:x}");
            WriteText(json, "type", found.Object.Type.Name);
            json.WriteNumber("bytes", found.Object.Bytes);
            WriteText(json, "value", found.Object.Value);
            json.WriteBoolean("isReachable", found.IsReachable);
            json.WriteNumber("referrerCount", found.ReferrerCount);
            json.WriteStartArray("referrers");
            foreach (var referrer in found.Referrers)
            {
                json.WriteStartObject();
                WriteStepFields(json, referrer.Object, referrer.Via);
                WriteStrength(json, referrer.IsWeak ? ReferenceStrength.Weak : ReferenceStrength.Strong);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>heapgraph.objects/1</summary>
    public static string Of(string target, ObjectTable table) => Write("objects", json =>
    {
        WriteText(json, "target", target);
        json.WriteString("scope", NameOf(table.Scope));
        if (table.IsOfUnreferenced)
        {
            json.WriteBoolean("isOfUnreferenced", true);
        }

        WriteFilter(json, table.Filter);
        json.WriteNumber("total", table.TotalObjects);
        json.WriteNumber("totalBytes", table.TotalBytes);
        if (table.Retained is { } freed)
        {
            WriteTotals(json, "retained", freed.Objects, freed.Bytes);
        }

        WriteCoverage(json, table.Coverage);
        json.WriteStartArray("objects");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            WriteText(json, "address", $"{row.Address:x}");
            WriteText(json, "type", row.Type.Name);
            json.WriteNumber("bytes", row.Bytes);
            if (row.RetainedBytes is { } retained)
            {
                json.WriteNumber("retainedBytes", retained);
            }
            else
            {
                json.WriteNull("retainedBytes");
            }

            WriteText(json, "generation", row.Generation is { } generation ? Wording.Of(generation) : null);
            WriteText(json, "value", row.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>heapgraph.ps/1</summary>
    /// <param name="processes">Pid, name, runtime version, and why it can't be read.</param>
    public static string OfProcesses(IEnumerable<(int Id, string Name, string? Runtime, string? Obstacle)> processes) => Write("ps", json =>
    {
        json.WriteStartArray("processes");
        foreach (var (id, name, runtime, obstacle) in processes)
        {
            json.WriteStartObject();
            json.WriteNumber("pid", id);
            WriteText(json, "name", name);
            WriteText(json, "runtime", runtime);
            WriteText(json, "obstacle", obstacle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Write(string command, Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            json.WriteString("schema", $"heapgraph.{command}/1");
            body(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    private static void WriteNode(Utf8JsonWriter json, NeighborhoodNode node)
    {
        json.WriteStartObject();
        json.WriteNumber("id", node.Id);
        WriteText(json, "type", node.Type?.Name ?? (node.Root is { } root ? Wording.JsonOf(root.Kind) : null));
        WriteText(json, "address", node.ObjectIndex >= 0 ? $"{node.Address:x}" : null);
        json.WriteNumber("bytes", node.Bytes);
        json.WriteNumber("depth", node.Depth);
        json.WriteString("kind", node.Kind switch
        {
            NeighborhoodNodeKind.Target => "target",
            NeighborhoodNodeKind.Root => "root",
            NeighborhoodNodeKind.Start => "start",
            NeighborhoodNodeKind.More => "more",
            _ => "object",
        });
        if (node.Root is { } source)
        {
            json.WriteString("rootKind", Wording.JsonOf(source.Kind));
            WriteText(json, "name", source.Name);
            WriteSourceLine(json, source);
        }

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

        if (node.Kind == NeighborhoodNodeKind.More)
        {
            json.WriteNumber("hidden", node.HiddenCount);
        }

        json.WriteEndObject();
    }

    private static void WriteStep(Utf8JsonWriter json, ChainStep step, IReadOnlyList<string> via)
    {
        json.WriteStartObject();
        WriteStepFields(json, step, via);
        json.WriteEndObject();
    }

    private static void WriteStepFields(Utf8JsonWriter json, ChainStep step, IReadOnlyList<string> via)
    {
        WriteText(json, "address", $"{step.Address:x}");
        WriteText(json, "type", step.Type.Name);
        WriteText(json, "via", via.Count > 0 ? via[0] : null);
        json.WriteNumber("bytes", step.Bytes);
        WriteText(json, "value", step.Value);
        if (step.Through > 0)
        {
            json.WriteNumber("through", step.Through);
        }
    }

    private static string NameOf(ObjectScope scope) => scope switch
    {
        ObjectScope.All => "all",
        ObjectScope.Unreachable => "unreachable",
        _ => "reachable",
    };

    private static void WriteTotals(Utf8JsonWriter json, string name, long objects, long bytes)
    {
        json.WriteStartObject(name);
        json.WriteNumber("objects", objects);
        json.WriteNumber("bytes", bytes);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteCoverage(Utf8JsonWriter json, HeapCoverage coverage)
    {
        json.WriteStartObject("coverage");
        json.WriteNumber("bytesWalked", coverage.BytesWalked);
        json.WriteNumber("bytesTotal", coverage.BytesTotal);
        json.WriteNumber("gaps", coverage.Gaps.Count);
        json.WriteNumber("gapBytes", coverage.Gaps.Sum(gap => gap.Bytes));
        json.WriteNumber("freeBytes", coverage.FreeBytes);
        json.WriteNumber("danglingReferences", coverage.DanglingReferences);
        json.WriteStartArray("warnings");
        foreach (var warning in coverage.Warnings)
        {
            json.WriteStringValue(Encoding.UTF8.GetBytes(warning).AsSpan());
        }

        json.WriteEndArray();
        if (coverage.Freeze is { } freeze)
        {
            json.WriteNumber("frozenMilliseconds", (long)Math.Ceiling(freeze.Time.TotalMilliseconds));
            json.WriteNumber("copiedBytes", freeze.Bytes);
            json.WriteNumber("freezeRetries", freeze.Retries);
            if (freeze.Obstacle is not null)
            {
                WriteText(json, "freezeObstacle", freeze.Obstacle);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>The root of a chain: of one between two objects the first of them, with its address.</summary>
    private static void WriteStart(Utf8JsonWriter json, ReferenceChain chain)
    {
        if (chain.From is null)
        {
            WriteRoot(json, chain.Root);
            return;
        }

        json.WriteStartObject("root");
        json.WriteString("kind", "object");
        WriteText(json, "name", chain.From.Type.Name);
        WriteText(json, "address", $"{chain.From.Address:x}");
        json.WriteNumber("bytes", chain.From.Bytes);
        WriteText(json, "value", chain.From.Value);
        json.WriteEndObject();
    }

    private static void WriteRoot(Utf8JsonWriter json, HeapRoot root)
    {
        json.WriteStartObject("root");
        json.WriteString("kind", Wording.JsonOf(root.Kind));
        WriteText(json, "name", root.Name);
        WriteSourceLine(json, root);
        json.WriteEndObject();
    }

    private static void WriteSourceLine(Utf8JsonWriter json, HeapRoot root)
    {
        if (root.SourceLine is not null)
        {
            WriteText(json, "sourceLine", root.SourceLine);
        }
    }

    /// <summary>A string of the target may hold half a surrogate pair, which JSON can't.</summary>
    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, Encoding.UTF8.GetBytes(text).AsSpan());
        }
    }
}
