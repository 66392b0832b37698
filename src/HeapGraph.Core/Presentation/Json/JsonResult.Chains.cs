using System.Text.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Json;

internal static partial class JsonResult
{
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
                json.WriteStartObject();
                WriteStepFields(json, step, step.Via);
                json.WriteEndObject();
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
            WriteGarbage(json, found.Garbage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteGarbage(json, report.Garbage);
        WriteFilled(json, report.Filled);
        if (report.Anchors is { } anchors)
        {
            json.WriteStartObject("anchors");
            json.WriteNumber("objects", anchors.Objects);
            json.WriteStartArray("ways");
            foreach (var way in anchors.Ways)
            {
                json.WriteStartObject();
                WriteText(json, "place", way.Cut?.Place);
                WriteText(json, "field", way.Cut?.Field);
                WriteFreed(json, "alone", way.Alone);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("isComplete", anchors.IsComplete);
            json.WriteStartArray("fewest");
            foreach (var cut in anchors.Fewest)
            {
                json.WriteStartObject();
                WriteText(json, "place", cut.Place);
                WriteText(json, "field", cut.Field);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("isFewest", anchors.IsFewest);
            WriteFreed(json, "together", anchors.Together);
            json.WriteEndObject();
        }
    });

    private static void WriteFreed(Utf8JsonWriter json, string name, AnchorFreed freed)
    {
        json.WriteStartObject(name);
        json.WriteNumber("chosen", freed.Chosen);
        json.WriteNumber("objects", freed.Objects);
        json.WriteNumber("bytes", freed.Bytes);
        json.WriteEndObject();
    }

    private static void WriteFilled(Utf8JsonWriter json, IReadOnlyList<FilledField> fields)
    {
        if (fields.Count == 0)
        {
            return;
        }

        json.WriteStartArray("filled");
        foreach (var (field, by) in fields)
        {
            json.WriteStartObject();
            WriteText(json, "field", field);
            WriteFillers(json, by);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFillers(Utf8JsonWriter json, FilledIn filled)
    {
        WriteTexts(json, "methods", filled.Methods);
        if (filled.TakenOutIn is { } taking)
        {
            WriteTexts(json, "takenOutIn", taking);
        }

        if (filled.Unknown is { } unknown)
        {
            WriteText(json, "unknown", unknown);
        }
    }

    /// <param name="json">Takes the property <c>chain</c>.</param>
    /// <param name="chain">The one chain to show; null for none.</param>
    /// <param name="suspectStep">The step to mark; -1 for none.</param>
    private static void WriteChain(Utf8JsonWriter json, ReferenceChain? chain, int suspectStep = -1)
    {
        if (chain is null)
        {
            json.WriteNull("chain");
            return;
        }

        json.WriteStartObject("chain");
        WriteRoot(json, chain.Root);
        json.WriteStartArray("steps");
        for (var index = 0; index < chain.Steps.Count; index++)
        {
            json.WriteStartObject();
            WriteStepFields(json, chain.Steps[index], chain.Steps[index].Via);
            if (index == suspectStep)
            {
                json.WriteBoolean("suspect", true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStepFields(Utf8JsonWriter json, ChainStep step, IReadOnlyList<SlotLabel> via)
    {
        WriteText(json, "address", $"{step.Address:x}");
        WriteText(json, "type", step.Type.Name);
        WriteText(json, "via", via.Count > 0 ? via[0].ToString() : null);
        json.WriteNumber("bytes", step.Bytes);
        WriteText(json, "value", step.Value);
        if (step.Through > 0)
        {
            json.WriteNumber("through", step.Through);
        }
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
}
