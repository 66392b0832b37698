using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>The methods that delegates call, from the code addresses in them.</summary>
/// <remarks>Not for several threads at once: its caller holds a lock.</remarks>
internal sealed class DelegateMethods(MemoryImage image, FieldReader fields, CodeMethods methods)
{
    /// <summary>How many methods a multicast delegate calls; null for a delegate of one method.</summary>
    public int? CountOf(ClrObject source)
    {
        foreach (var field in FrameworkDelegate.Lists)
        {
            if (fields.ReadObject(source, field.List) is { IsArray: true } list && Word(source, field.Count) is var count && count <= (ulong)list.AsArray().Length)
            {
                return (int)count;
            }
        }

        return null;
    }

    /// <summary>The method that a delegate calls, as the source has it; null for several, and where the runtime can not say.</summary>
    public string? NameOf(ClrObject source, bool withType) => CodeOf(source) is { } code ? methods.NameAt(code, withType) : null;

    /// <summary>The same as the metadata has it.</summary>
    public string? MetadataNameOf(ClrObject source) => CodeOf(source) is { } code ? methods.MetadataNameAt(code) : null;

    // Of a static method the second is the code, and the first a stub that moves the arguments.
    private ulong? CodeOf(ClrObject source) => CountOf(source) is not null ? null
        : Word(source, FrameworkDelegate.StaticCode) is not 0 and var code ? code : Word(source, FrameworkDelegate.Code);

    private ulong Word(ClrObject source, string field) =>
        fields.Find(source.Type!, source.Address + 8, field) is { } place && image.TryRead(place.Address, out ulong word) ? word : 0;
}
