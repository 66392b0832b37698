using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections;

/// <summary>The reachable objects of each type, ascending.</summary>
/// <remarks>Two passes over the objects; 4 bytes per reachable object.</remarks>
internal sealed class ObjectsByType
{
    private readonly int[] _ends;   // by type
    private readonly int[] _objects;

    public ObjectsByType(ObjectGraph graph, DominatorTree tree)
    {
        _ends = new int[graph.Types.Count + 1];
        _objects = GC.AllocateUninitializedArray<int>(tree.ReachableCount);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (tree.IsReachable(index))
            {
                _ends[graph.TypeIndexOf(index) + 1]++;
            }
        }

        for (var type = 1; type < _ends.Length; type++)
        {
            _ends[type] += _ends[type - 1];
        }

        // Filling moves each type's begin to its end.
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if (tree.IsReachable(index))
            {
                _objects[_ends[graph.TypeIndexOf(index)]++] = index;
            }
        }
    }

    public ReadOnlySpan<int> this[int typeIndex] => _objects.AsSpan((typeIndex == 0 ? 0 : _ends[typeIndex - 1]).._ends[typeIndex]);
}
