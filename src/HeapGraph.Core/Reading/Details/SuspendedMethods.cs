using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>The async methods that the runtime itself has suspended (.NET 11).</summary>
/// <remarks>Not for several threads at once: its caller holds a lock.</remarks>
internal sealed class SuspendedMethods(MemoryImage image, FieldReader fields, CodeMethods methods)
{
    private const int MaxCalls = 64;

    /// <summary>The method whose variables a Continuation holds: <c>Downloads.Fetch</c>; null for another object, and where the runtime can not say.</summary>
    public string? Of(ClrObject continuation) => CodeOf(continuation) is { } code ? methods.NameAt(code, withType: true) : null;

    /// <summary>The same with the full name of the type.</summary>
    public string? FrameOf(ClrObject continuation) => CodeOf(continuation) is { } code ? methods.FrameAt(code) : null;

    /// <summary>The outermost of the methods that a task stands for; null for a task of another kind.</summary>
    public string? OfTask(ClrObject task)
    {
        var last = task.Type?.Name?.StartsWith(Outer, StringComparison.Ordinal) == true ? fields.ReadObject(task, FrameworkContinuation.First) : null;
        for (var call = 0; call < MaxCalls && last is { } inner && IsContinuation(inner.Type) && fields.ReadObject(inner, FrameworkContinuation.Caller) is { } caller; call++)
        {
            last = caller;
        }

        return last is { } outermost ? Of(outermost) : null;
    }

    /// <summary>Where the method that a Continuation belongs to is suspended, an address within its code; null for another object.</summary>
    public ulong? CodeOf(ClrObject continuation) =>
        IsContinuation(continuation.Type)
        && fields.Find(continuation.Type!, continuation.Address + 8, FrameworkContinuation.Resumption) is { } place
        && image.TryRead(place.Address, out ulong resumption) && resumption != 0
        && image.TryRead(resumption + FrameworkContinuation.Code, out ulong code)
            ? code : null;

    /// <summary>Whether a type is that of a Continuation.</summary>
    public static bool IsContinuation(ClrType? type) => type?.BaseType?.Name == FrameworkContinuation.Base;

    // As the runtime writes it, a nested type stands behind a plus.
    private static string Outer { get; } = FrameworkContinuation.Task.Replace("AsyncHelpers.", "AsyncHelpers+", StringComparison.Ordinal);
}
