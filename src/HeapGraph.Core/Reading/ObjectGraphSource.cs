using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading;

/// <summary>Single objects by number, straight from the target's memory.</summary>
internal sealed class ObjectGraphSource(MemoryImage image, HeapWalk walk, MethodTableCache methodTables)
{
    public ulong AddressOf(int objectIndex) => walk.Addresses.AddressOf(objectIndex);

    public MethodTableFacts FactsOf(int objectIndex) =>
        methodTables.Find(image.Read<ulong>(AddressOf(objectIndex)) & MethodTableFacts.AddressMask)
        ?? throw new InvalidOperationException("The target's memory changed while it was read.");

    public long LengthOf(int objectIndex) => FactsOf(objectIndex).HasLength ? image.Read<uint>(AddressOf(objectIndex) + 8) : 0;

    /// <summary>Size as the runtime counts it.</summary>
    public long BytesOf(int objectIndex) => FactsOf(objectIndex).Layout.BytesOf((uint)LengthOf(objectIndex));
}
