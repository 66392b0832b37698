using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>The framework's own objects that the source has a word for: a Type, a Uri, an AsyncLocal.</summary>
internal sealed class KnownObjects(ClrRuntime runtime, ObjectGraph graph, FieldReader fields, ValueText texts)
{
    /// <summary>How the name of an AsyncLocal begins.</summary>
    public const string AsyncLocal = "AsyncLocal";

    /// <summary>An object that stands for a key; null for any other.</summary>
    public string? KeyOf(ClrObject key) => key.Type?.Name switch
    {
        "System.RuntimeType" => TypeNameOf(key) is { } name ? $"typeof({name})" : null,
        "System.Uri" => UriOf(key),
        { } name when name.StartsWith("System.Threading.AsyncLocal<", StringComparison.Ordinal) => $"{AsyncLocal}{PlaceOf(key) ?? name[name.IndexOf('<', StringComparison.Ordinal)..]}",
        _ => null,
    };

    /// <summary>The type that a Type object stands for; null where the runtime can not say.</summary>
    public string? TypeNameOf(ClrObject source)
    {
        const ulong IsTypeDesc = 2;
        return fields.Find(source.Type!, source.Address + 8, "m_handle") is { } handle && runtime.DataTarget.DataReader.ReadPointer(handle.Address, out var type)
            && (type & IsTypeDesc) == 0 && runtime.GetTypeByMethodTable(type)?.Name is { } name
            ? CSharpTypeName.FullNameOf(name) : null;
    }

    /// <summary>The text that a Uri was made of.</summary>
    public string? UriOf(ClrObject source) => fields.ReadObject(source, "_string") is { } text ? texts.OfString(text.Address) : null;

    /// <summary>The static field that holds an object.</summary>
    private string? PlaceOf(ClrObject held) => graph.Addresses.IndexOf(held.Address) is >= 0 and var index
        && graph.RootsOf(index).FirstOrDefault(root => root.IsNamedStatic) is { Name: { } name } ? $" {name}" : null;
}
