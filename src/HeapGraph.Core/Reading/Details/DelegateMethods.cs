using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>The methods that delegates call, from the code addresses in them. Kept once found.</summary>
/// <remarks>Not for several threads at once: its caller holds a lock.</remarks>
internal sealed class DelegateMethods(ClrRuntime runtime, MemoryImage image, FieldReader fields)
{
    private readonly Dictionary<ulong, ClrMethod?> _methodByCode = [];

    /// <summary>How many methods a multicast delegate calls; null for a delegate of one method.</summary>
    public int? CountOf(ClrObject source) =>
        fields.ReadObject(source, FrameworkDelegate.InvocationList) is { IsArray: true } list && Word(source, FrameworkDelegate.InvocationCount) is var count && count <= (ulong)list.AsArray().Length
            ? (int)count : null;

    /// <summary>The method that a delegate calls, as the source has it; null for several, and where the runtime can not say.</summary>
    public string? NameOf(ClrObject source, bool withType) =>
        MethodOf(source) is { Signature: { } signature } method
            ? GeneratedName.MethodInSource(GeneratedName.MethodInSignature(signature), withType && method.Type.Name is { } type ? $"{GeneratedName.TypeInSource(type)}." : "")
            : null;

    private ClrMethod? MethodOf(ClrObject source)
    {
        if (CountOf(source) is not null)
        {
            return null;
        }

        // Of a static method the second is the code, and the first a stub that moves the arguments.
        return Word(source, FrameworkDelegate.StaticCode) is not 0 and var code ? MethodAt(code) : MethodAt(Word(source, FrameworkDelegate.Code));
    }

    private ulong Word(ClrObject source, string field) =>
        fields.Find(source.Type!, source.Address + 8, field) is { } place && image.TryRead(place.Address, out ulong word) ? word : 0;

    private ClrMethod? MethodAt(ulong code)
    {
        if (!_methodByCode.TryGetValue(code, out var method))
        {
            _methodByCode[code] = method = code == 0 ? null : runtime.GetMethodByInstructionPointer(code);
        }

        return method;
    }
}
