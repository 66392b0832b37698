namespace HeapGraph.Core.Analysis.Types;

/// <summary>Types by name, then by assembly: types of different snapshots are one when both are equal.</summary>
internal sealed class HeapTypeByName : IEqualityComparer<HeapType>, IComparer<HeapType>
{
    private HeapTypeByName()
    {
    }

    /// <summary>The only one there is.</summary>
    public static HeapTypeByName Order { get; } = new();

    public bool Equals(HeapType? x, HeapType? y) => Compare(x, y) == 0;

    public int GetHashCode(HeapType type) => HashCode.Combine(type.Name, type.AssemblyName);

    public int Compare(HeapType? x, HeapType? y) =>
        string.CompareOrdinal(x?.Name, y?.Name) is var byName and not 0 ? byName : string.CompareOrdinal(x?.AssemblyName, y?.AssemblyName);
}
