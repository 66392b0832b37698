namespace HeapGraph.Core.Reading.Roots.Handles;

/// <summary>One GC handle that holds an object.</summary>
/// <param name="Address">The handle itself.</param>
/// <param name="Kind">What it does to its object.</param>
/// <param name="Object">The object, a dependent handle's key.</param>
/// <param name="Dependent">A dependent handle's value, else 0.</param>
internal sealed record GcHandle(ulong Address, GcHandleKind Kind, ulong Object, ulong Dependent);

/// <summary>The runtime's own numbers (HandleType in gcinterface.h).</summary>
internal enum GcHandleKind : byte
{
    WeakShort,
    WeakLong,
    Strong,
    Pinned,
    Variable,
    RefCounted,
    Dependent,
    AsyncPinned,
    SizedRef,
    WeakNativeCom,
    WeakInteriorPointer,
    CrossReference,
}
