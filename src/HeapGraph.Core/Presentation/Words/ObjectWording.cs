using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>How every output speaks of one object.</summary>
internal static class ObjectWording
{
    /// <summary>"MethodTable 7f12a8, gen2, retains 1.5 KB"</summary>
    public static string FactsOf(ObjectView view) => string.Join(", ", (IEnumerable<string>)[
        .. view.Inside is { } inside ? (string[])[$"MethodTable {inside.MethodTable:x}"] : [],
        .. view.Generation is { } generation ? (string[])[Wording.Of(generation)] : [],
        .. view.RetainedBytes is { } retained ? (string[])[$"retains {retained.AsByteSize}"] : [],
        $"assembly {view.Object.Type.AssemblyName.Printable}"]);

    /// <summary>A field's value with its type, or the object that it refers to.</summary>
    public static string ValueOf(ObjectField field, ChainStep? to, bool shortNames) =>
        to is not null ? Wording.Describe(to.Type, to.Address, to.Bytes, to.Value, shortNames)
        : field.IsReference ? $"null ({NameOf(field, shortNames)})"
        : field.Value is { } value ? $"{value.Printable} ({NameOf(field, shortNames)})"
        : $"({NameOf(field, shortNames)})";

    /// <summary>How many others refer to the object, roots among them.</summary>
    public static int ReferrerCountOf(ObjectView view) => view.Referrers.Edges.Where(edge => edge.To == 0 && edge.From != 0).Select(edge => edge.From).Distinct()
        .Select(from => view.Referrers.Nodes[from]).Sum(from => from is MoreNode more ? more.HiddenCount : 1);

    private static string NameOf(ObjectField field, bool shortNames) => (shortNames ? CSharpTypeName.ShortNameOf(field.Type) : field.Type).Printable;
}
