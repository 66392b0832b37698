using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Growth;

/// <summary>Types of different snapshots are one when their names and assemblies are.</summary>
internal sealed class HeapTypeByName : IEqualityComparer<HeapType>
{
    public bool Equals(HeapType? x, HeapType? y) => x?.Name == y?.Name && x?.AssemblyName == y?.AssemblyName;

    public int GetHashCode(HeapType type) => HashCode.Combine(type.Name, type.AssemblyName);
}
