namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>The dominator tree from the top down, as two flat arrays (compressed sparse rows).</summary>
internal sealed class DominatorChildren
{
    private readonly int[] _visitByObject;
    private readonly RetainedByVisit _room;
    private readonly int[] _children;  // object numbers

    /// <param name="reachableCount">Number of objects in the tree.</param>
    /// <param name="visitByObject">0 when unreachable.</param>
    /// <param name="objectByVisit">Visit 0 is the virtual root.</param>
    /// <param name="dominatorByVisit">As visits.</param>
    /// <param name="room">Where the rows' begins go.</param>
    /// <param name="storage">An array for as many objects, to be kept.</param>
    internal DominatorChildren(int reachableCount, int[] visitByObject, int[] objectByVisit, int[] dominatorByVisit, RetainedByVisit room, int[] storage)
    {
        _visitByObject = visitByObject;
        _room = room;
        var offsets = Offsets;
        offsets.Clear();
        _children = storage;
        for (var visit = 1; visit <= reachableCount; visit++)
        {
            offsets[dominatorByVisit[visit] + 1]++;
        }

        for (var visit = 0; visit <= reachableCount; visit++)
        {
            offsets[visit + 1] += offsets[visit];
        }

        // Filling moves each row's begin to its end, which is the next row's begin: shifting by one mends it.
        for (var visit = 1; visit <= reachableCount; visit++)
        {
            _children[offsets[dominatorByVisit[visit]]++] = objectByVisit[visit];
        }

        offsets[..(reachableCount + 1)].CopyTo(offsets[1..]);
        offsets[0] = 0;
    }

    // By visit; one more ends the last row.
    private Span<int> Offsets => _room.Spare;

    /// <summary>Who has so many right below, as visits: 0 is the virtual root.</summary>
    internal IEnumerable<int> VisitsWith(int leastChildren)
    {
        for (var visit = 0; visit < _room.Count; visit++)
        {
            if (Offsets[visit + 1] - Offsets[visit] >= leastChildren)
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
            return visit == 0 && objectIndex != DominatorTree.VirtualRoot ? [] : _children.AsSpan(Offsets[visit]..Offsets[visit + 1]);
        }
    }
}
