using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Roots.ThreadStatics;

/// <summary>The number by which threads find their own static references of a type.</summary>
/// <remarks>Source: TLSIndex in vm/threadstatics.h and ThreadStaticsInfo in vm/methodtable.h, since .NET 9: it stands before the type's
/// auxiliary data, at a distance that other static fields don't change.</remarks>
/// <param name="Value">As the runtime has it.</param>
internal readonly record struct TypeNumber(uint Value)
{
    private const ulong AuxiliaryData = 0x20;   // in a MethodTable
    private const ulong Distance = 36;
    private const uint None = uint.MaxValue;

    /// <summary>Whether the thread has a handle for it, not an element of its array.</summary>
    public bool IsCollectible => Value >> 24 == 1;

    /// <summary>Whether it can be the number of a type.</summary>
    public bool IsFor(bool collectible) => Value >> 24 == (collectible ? 1 : 0);

    /// <summary>Whether no thread has come by the type's fields.</summary>
    public bool IsNone => Value == None;

    /// <summary>Where the thread has it.</summary>
    public int Place => (int)(Value & 0xFFFFFF);

    /// <returns>Null where it can't be read.</returns>
    public static TypeNumber? Of(ulong methodTable, MemoryImage image) =>
        image.TryRead(methodTable + AuxiliaryData, out ulong auxiliary) && image.TryRead(auxiliary - Distance, out uint number) ? new TypeNumber(number) : null;
}
