using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Types;

/// <summary>Some objects of a heap, added up by type one after the other.</summary>
internal sealed class TypeSums(ObjectGraph graph)
{
    private readonly (long Objects, long Bytes)[] _sumByType = new (long, long)[graph.Types.Count];

    /// <summary>One row per type with at least one object, the most bytes first, ties by name.</summary>
    public IReadOnlyList<TypeTableRow> Rows => [.. Enumerable.Range(0, _sumByType.Length).Where(type => _sumByType[type].Objects > 0)
        .Select(type => new TypeTableRow(graph.Types[type], _sumByType[type].Objects, _sumByType[type].Bytes))
        .OrderByDescending(row => row.Bytes).ThenBy(row => row.Type, HeapTypeByName.Order)];

    /// <summary>Adds an object.</summary>
    public void Add(int objectIndex)
    {
        ref var sum = ref _sumByType[graph.TypeIndexOf(objectIndex)];
        sum = (sum.Objects + 1, sum.Bytes + graph.BytesOf(objectIndex));
    }
}
