using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>What many objects keep alive together: more than each of them alone, and never the same byte twice.</summary>
internal static class RetainedBytes
{
    /// <summary>In place of a group: the object is in none.</summary>
    public const int None = -1;

    /// <summary>What a collection would free if all objects of a set went: the reachable ones among them, and whatever is
    /// then reached no more. O(objects + references) time.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="set">The objects; their number does not matter for the cost.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>How many objects, and their bytes.</returns>
    public static (long Objects, long Bytes) OfSet(ObjectGraph graph, ObjectSet set, CancellationToken cancellation = default)
    {
        var freed = FreedObjects.Between(graph, ReachableObjects.From(graph, cancellation), ReachableObjects.Avoiding(graph, set, cancellation));
        return (freed.Objects, freed.Bytes);
    }

    /// <summary>What the objects of each group keep alive, such as those of a type or a namespace. Within a group the
    /// topmost objects of the tree count alone: what lies below them is in their retained size already.</summary>
    /// <remarks>One walk through the tree with a stack as deep as the tree; O(reachable objects). What only several
    /// objects of a group hold together is not in the sum: <see cref="OfSet"/> counts that too.</remarks>
    /// <param name="graph">The heap.</param>
    /// <param name="tree">Its dominator tree.</param>
    /// <param name="groupByType">The group of each type, by type index; groups are numbered from 0.</param>
    /// <param name="groupCount">How many groups there are.</param>
    /// <param name="under">Only what this object dominates counts; all objects by default.</param>
    /// <param name="includes">Which objects are in their group, by object number; all when null.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>The sums by group.</returns>
    public static RetainedGroup[] ByGroup(
        ObjectGraph graph,
        DominatorTree tree,
        int[] groupByType,
        int groupCount,
        int under = DominatorTree.VirtualRoot,
        Func<int, bool>? includes = null,
        CancellationToken cancellation = default) =>
        ByGroup(graph, tree, index => includes?.Invoke(index) != false ? groupByType[graph.TypeIndexOf(index)] : None, groupCount, under, cancellation);

    /// <summary>The same for groups of objects of whatever types.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="tree">Its dominator tree.</param>
    /// <param name="groupOf">The group of each object, by its number; <see cref="None"/> for one that is in none.</param>
    /// <param name="groupCount">How many groups there are.</param>
    /// <param name="under">Only what this object dominates counts; all objects by default.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <returns>The sums by group.</returns>
    public static RetainedGroup[] ByGroup(
        ObjectGraph graph, DominatorTree tree, Func<int, int> groupOf, int groupCount, int under = DominatorTree.VirtualRoot, CancellationToken cancellation = default)
    {
        var childrenOf = tree.Children;
        var groups = new RetainedGroup[groupCount];
        var nesting = new int[groupCount];   // how many objects of the group stand above
        var path = new (int Object, int At)[64];
        var depth = 0;
        path[0] = (under, 0);
        for (var steps = 1; depth >= 0; steps++)
        {
            if ((steps & 0xFFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            ref var current = ref path[depth];
            var children = childrenOf[current.Object];
            if (current.At == children.Length)
            {
                if (depth-- > 0 && groupOf(current.Object) is >= 0 and var left)
                {
                    nesting[left]--;
                }

                continue;
            }

            var child = children[current.At++];
            var group = groupOf(child);
            if (group >= 0)
            {
                groups[group].Objects++;
                groups[group].Bytes += graph.BytesOf(child);
                groups[group].Retained += nesting[group] == 0 ? tree.RetainedBytesOf(child) : 0;
            }

            if (childrenOf[child].Length > 0)
            {
                if (group >= 0)
                {
                    nesting[group]++;
                }

                if (++depth == path.Length)
                {
                    Array.Resize(ref path, depth * 2);
                }

                path[depth] = (child, 0);
            }
        }

        return groups;
    }
}

/// <summary>The objects of one group.</summary>
internal record struct RetainedGroup
{
    /// <summary>How many there are.</summary>
    public long Objects { get; internal set; }

    /// <summary>Their sizes added up (shallow).</summary>
    public long Bytes { get; internal set; }

    /// <summary>Bytes of all that one of them dominates, themselves included.</summary>
    public long Retained { get; internal set; }
}
