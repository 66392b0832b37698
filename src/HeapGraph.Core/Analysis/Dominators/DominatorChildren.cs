namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>The dominator tree from the top down, as two flat arrays (compressed sparse rows).</summary>
internal sealed class DominatorChildren
{
    private readonly int[] _visitByObject;
    private readonly int[] _offsets;   // by visit
    private readonly int[] _children;  // object numbers

    internal DominatorChildren(int reachableCount, int[] visitByObject, int[] objectByVisit, int[] dominatorByVisit)
    {
        _visitByObject = visitByObject;
        _offsets = new int[reachableCount + 2];
        _children = GC.AllocateUninitializedArray<int>(reachableCount);
        for (var visit = 1; visit <= reachableCount; visit++)
        {
            _offsets[dominatorByVisit[visit] + 1]++;
        }

        for (var visit = 0; visit <= reachableCount; visit++)
        {
            _offsets[visit + 1] += _offsets[visit];
        }

        // Filling moves each row's begin to its end, which is the next row's begin: shifting by one mends it.
        for (var visit = 1; visit <= reachableCount; visit++)
        {
            _children[_offsets[dominatorByVisit[visit]]++] = objectByVisit[visit];
        }

        Array.Copy(_offsets, 0, _offsets, 1, reachableCount + 1);
        _offsets[0] = 0;
    }

    /// <summary>The objects right below an object or <see cref="DominatorTree.VirtualRoot"/>; none below an unreachable one.</summary>
    public ReadOnlySpan<int> this[int objectIndex]
    {
        get
        {
            var visit = objectIndex == DominatorTree.VirtualRoot ? 0 : _visitByObject[objectIndex];
            return visit == 0 && objectIndex != DominatorTree.VirtualRoot ? [] : _children.AsSpan(_offsets[visit].._offsets[visit + 1]);
        }
    }
}
