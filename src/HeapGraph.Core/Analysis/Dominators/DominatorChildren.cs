namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>The dominator tree from the top down, as two flat arrays (compressed sparse rows).</summary>
internal sealed class DominatorChildren
{
    private readonly int[] _visitByObject;
    private readonly int[] _offsets;   // by visit
    private readonly int[] _children;  // object numbers

    /// <param name="reachableCount">Number of objects in the tree.</param>
    /// <param name="visitByObject">0 when unreachable.</param>
    /// <param name="objectByVisit">Visit 0 is the virtual root.</param>
    /// <param name="dominatorByVisit">As visits.</param>
    /// <param name="storage">An array for as many objects, to be kept.</param>
    internal DominatorChildren(int reachableCount, int[] visitByObject, int[] objectByVisit, int[] dominatorByVisit, int[] storage)
    {
        _visitByObject = visitByObject;
        _offsets = new int[reachableCount + 2];
        _children = storage;
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

    /// <summary>Who has so many right below, as visits: 0 is the virtual root.</summary>
    internal IEnumerable<int> VisitsWith(int leastChildren)
    {
        for (var visit = 0; visit < _offsets.Length - 1; visit++)
        {
            if (_offsets[visit + 1] - _offsets[visit] >= leastChildren)
            {
                yield return visit;
            }
        }
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
