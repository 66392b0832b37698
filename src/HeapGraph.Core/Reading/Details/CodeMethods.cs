using HeapGraph.Core.Graph.Names;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>Methods by the addresses of their code. Kept once found.</summary>
/// <remarks>Not for several threads at once: its caller holds a lock.</remarks>
internal sealed class CodeMethods(ClrRuntime runtime)
{
    private readonly Dictionary<ulong, ClrMethod?> _methodByCode = [];

    /// <summary>The method as the source has it; null where the runtime can not say.</summary>
    public string? NameAt(ulong code, bool withType) =>
        At(code) is { Signature: { } signature } method
            ? GeneratedName.MethodInSource(GeneratedName.MethodInSignature(signature), withType && method.Type.Name is { } type ? $"{GeneratedName.TypeInSource(type)}." : "")
            : null;

    /// <summary>The method's own name as the metadata has it.</summary>
    public string? MetadataNameAt(ulong code) => At(code) is { Signature: { } signature } ? GeneratedName.MethodInSignature(signature) : null;

    /// <summary>The same with the full name of the type, as in a stack's frame.</summary>
    public string? FrameAt(ulong code) =>
        At(code) is { Signature: { } signature } method ? GeneratedName.FrameInSource(method.Type.Name, GeneratedName.MethodInSignature(signature)) : null;

    private ClrMethod? At(ulong code)
    {
        if (!_methodByCode.TryGetValue(code, out var method))
        {
            _methodByCode[code] = method = code == 0 ? null : runtime.GetMethodByInstructionPointer(code);
        }

        return method;
    }
}
