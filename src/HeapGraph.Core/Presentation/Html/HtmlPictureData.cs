using System.Diagnostics;
using System.Text;
using System.Text.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>What the scripts of a page know of its pictures. Made for the page of the same version alone.</summary>
internal static class HtmlPictureData
{
    /// <summary>Writes the data.</summary>
    /// <param name="command">The command that made it: <c>backrefs</c>, <c>refs</c>, <c>chain</c>.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="views">The pictures.</param>
    /// <param name="drawings">The pictures laid out, for a page without a layout engine; null with one.</param>
    /// <param name="isDark">Whether the page is dark from the start; otherwise when its reader's system is.</param>
    /// <returns>JSON without &lt;, &gt;, &amp; and quotation marks in its strings: nothing in it ends a script element.</returns>
    public static string Of(string command, string target, IReadOnlyList<HtmlView> views, IReadOnlyList<string>? drawings, bool isDark)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))   // its default encoder escapes for HTML
        {
            json.WriteStartObject();
            json.WriteString("command", command);
            json.WriteString("target", target.Printable);
            json.WriteBoolean("dark", isDark);
            json.WriteStartArray("views");
            for (var index = 0; index < views.Count; index++)
            {
                WriteView(json, views[index], drawings?[index]);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void WriteView(Utf8JsonWriter json, HtmlView view, string? drawing)
    {
        var (shown, whole) = (view.Picture.Shown, view.Picture.Whole);
        var statements = new PageStatements(view);
        json.WriteStartObject();
        json.WriteString("name", view.Name);
        json.WriteString("direction", shown.Direction == ReferenceDirection.Referrers ? "referrers" : "references");
        json.WriteNumber("shown", shown.Nodes.Count);
        json.WriteString("head", statements.Head);
        json.WriteString("tail", statements.Tail);
        json.WriteStartArray("nodes");
        foreach (var node in whole.Nodes)
        {
            WriteNode(json, node, statements[node.Id], view);
        }

        json.WriteEndArray();
        json.WriteStartArray("edges");
        foreach (var (edge, text) in statements.Arrows)
        {
            json.WriteStartObject();
            json.WriteNumber("from", edge.Source.Id);
            json.WriteNumber("to", edge.Target.Id);
            json.WriteString("dot", text);
            json.WriteString("label", edge.HiddenCount > 0 ? $"{edge.HiddenCount:N0} more" : edge.Label?.Printable);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (drawing is not null)
        {
            json.WriteString("svg", drawing);
        }

        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, NeighborhoodNode node, string dot, HtmlView view)
    {
        json.WriteStartObject();
        json.WriteString("kind", Wording.JsonOf(node));
        json.WriteString("dot", dot);
        json.WriteString("title", TitleOf(node, view));
        if (node is ObjectNode shown)
        {
            json.WriteString("type", shown.Type.Name.Printable);
            json.WriteString("assembly", shown.Type.AssemblyName.Printable);
            json.WriteString("address", $"{shown.Address:x}");
            json.WriteNumber("referrers", shown.ReferrerCount);
            json.WriteString("retained", view.Dominators is { } tree && tree.IsReachable(shown.ObjectIndex) ? Exact(tree.RetainedBytesOf(shown.ObjectIndex)) : null);
        }

        json.WriteString("bytes", node.RootIfAny is null ? Exact(node.Bytes) : null);
        json.WriteString("value", node.ValueIfAny?.Printable);
        if (view.Picture.RevealedBy.TryGetValue(node.Id, out var revealed))
        {
            json.WriteStartArray("reveals");
            foreach (var id in revealed)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static string TitleOf(NeighborhoodNode node, HtmlView view) => node switch
    {
        ObjectNode shown => Wording.NameOf(shown.Type, view.Options.ShortNames),
        RootNode { Root: var root } => Wording.Of(root),
        MoreObjects more => $"{more.HiddenCount:N0} × {Wording.NameOf(more.Type, view.Options.ShortNames)}",
        MoreRoots more => $"{more.HiddenCount:N0} × {Wording.Of(more.First.Kind)}",
        MoreNode more => Wording.MoreOf(more, view.Picture.Shown.Direction),
        _ => throw new UnreachableException(),
    };

    private static string Exact(long bytes) => bytes < 1024 ? $"{bytes:N0} B" : $"{bytes.AsByteSize} ({bytes:N0} bytes)";
}
