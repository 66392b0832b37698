using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Profiles;

/// <summary>A retention tree for speedscope.app: a profile by bytes and one by objects.</summary>
/// <remarks>Source: speedscope's file-format-spec.ts, "sampled" profiles.</remarks>
internal static class SpeedscopeProfile
{
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file. The same tree gives the same bytes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="tree">What to show.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    public static void Write(Stream output, string target, RetentionTree tree, bool shortNames)
    {
        var stacks = new StackSamples(tree, shortNames);
        using var json = new Utf8JsonWriter(output, Layout);
        json.WriteStartObject();
        json.WriteString("$schema", "https://www.speedscope.app/file-format-schema.json");
        json.WriteStartObject("shared");
        json.WriteStartArray("frames");
        foreach (var frame in stacks.Frames)
        {
            json.WriteStartObject();
            json.WriteString("name", Encoding.UTF8.GetBytes(frame).AsSpan());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("profiles");
        WriteProfile(json, "retained bytes", "bytes", stacks.Samples, sample => sample.Bytes);
        WriteProfile(json, "retained objects", "none", stacks.Samples, sample => sample.Objects);
        json.WriteEndArray();
        json.WriteString("name", Encoding.UTF8.GetBytes(RetentionWording.Header(target, tree)).AsSpan());
        json.WriteNumber("activeProfileIndex", 0);
        json.WriteString("exporter", "heapgraph");
        json.WriteEndObject();
    }

    private static void WriteProfile(
        Utf8JsonWriter json, string name, string unit, IReadOnlyList<StackSample> samples, Func<StackSample, long> weightOf)
    {
        json.WriteStartObject();
        json.WriteString("type", "sampled");
        json.WriteString("name", name);
        json.WriteString("unit", unit);
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", samples.Sum(weightOf));
        json.WriteStartArray("samples");
        foreach (var sample in samples)
        {
            json.WriteStartArray();
            foreach (var frame in sample.Stack)
            {
                json.WriteNumberValue(frame);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("weights");
        foreach (var sample in samples)
        {
            json.WriteNumberValue(weightOf(sample));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
