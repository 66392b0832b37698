using System.Runtime.InteropServices;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Types;
using HeapGraph.Core.Graph;

namespace HeapGraph;

public sealed partial record DominatorTable
{
    /// <summary>Makes the table. Folding costs what the shown objects' rows in the tree cost; sums cost one walk through it.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="tree">Its dominator tree.</param>
    /// <param name="options">How much to show.</param>
    /// <param name="cancellation">Ends the walk.</param>
    internal static DominatorTable Of(ObjectGraph graph, DominatorTree tree, DominatorTableOptions options, CancellationToken cancellation = default)
    {
        var folding = new Folding(graph, tree, options);
        var all = options.By == DominatorRowKind.Object ? folding.RowsBelow([options.Under], 1) : folding.Sums(cancellation);
        var garbage = Core.Analysis.Dominators.UnreachableObjects.ByType(graph, tree);
        return new DominatorTable(options.By, all.Shown, all.Shown.Count + all.Hidden, tree.ReachableCount, tree.ReachableBytes, graph.Coverage)
        {
            Under = options.Under == DominatorTree.VirtualRoot ? null : folding.RowOf(options.Under),
            UnreachableObjects = garbage.Sum(row => row.Objects),
            UnreachableBytes = garbage.Sum(row => row.Bytes),
            UnreachableTypes = [.. options.Limit == 0 ? garbage : garbage.Take(options.Limit)],
        };
    }

    // Eclipse MAT goes on down while one child retains 70 % of its parent, and starts from what holds a tenth of the heap.
    private const double MostOfLargestChild = 0.7, LeastOfHeap = 0.1;

    private sealed class Folding(ObjectGraph graph, DominatorTree tree, DominatorTableOptions options)
    {
        private readonly long _whole = options.Under == DominatorTree.VirtualRoot ? tree.ReachableBytes : tree.RetainedBytesOf(options.Under);

        public DominatorRow RowOf(int objectIndex) => RowOf(FoldOf(objectIndex));

        /// <summary>What stands right below some objects: one row per type, and one for an object that outweighs all others
        /// of its type together.</summary>
        public (IReadOnlyList<DominatorRow> Shown, int Hidden, long HiddenRetainedBytes) RowsBelow(IReadOnlyList<int> parents, int depth)
        {
            var together = FoldsBelow(parents, []);
            var alone = together.Values.Where(Outweighs).Select(fold => fold.Largest).ToHashSet();
            Fold[] folds = [.. (alone.Count == 0 ? together : FoldsBelow(parents, alone)).Values, .. alone.Select(FoldOf)];
            var shown = Limited(folds.OrderByDescending(fold => fold.RetainedBytes)
                .ThenBy(fold => graph.TypeOf(fold.Largest), HeapTypeByName.Order)
                .ThenBy(fold => fold.Largest)
                .TakeWhile(fold => depth == 1 || options.Limit == 0 || IsWorthARow(fold.RetainedBytes)));
            var members = MembersOf(shown, parents, alone);
            return (
                [.. shown.Select((fold, row) => WithChildren(WithRoot(RowOf(fold), members[row]), members[row], depth))],
                folds.Length - shown.Length,
                folds.Sum(fold => fold.RetainedBytes) - shown.Sum(fold => fold.RetainedBytes));
        }

        /// <summary>One row per type, assembly or namespace.</summary>
        public (IReadOnlyList<DominatorRow> Shown, int Hidden, long HiddenRetainedBytes) Sums(CancellationToken cancellation)
        {
            string[] names = [.. graph.Types.Select(NameOf)];
            var isType = options.By == DominatorRowKind.Type;
            var groups = isType ? [] : names.Distinct().Select((name, group) => (name, group)).ToDictionary(pair => pair.name, pair => pair.group);
            int[] groupByType = [.. names.Select((name, type) => isType ? type : groups[name])];
            string[] nameByGroup = isType ? names : [.. groups.Keys];
            var sums = RetainedBytes.ByGroup(graph, tree, groupByType, nameByGroup.Length, options.Under, cancellation: cancellation);
            DominatorRow[] rows = [.. sums.Select((sum, group) => new DominatorRow(
                    isType ? graph.Types[group] : null, isType ? null : nameByGroup[group], sum.Objects, sum.Bytes, sum.Retained))
                .Where(row => row.Objects > 0)
                .OrderByDescending(row => row.RetainedBytes)
                .ThenBy(row => row.Group ?? row.Type!.Name, StringComparer.Ordinal).ThenBy(row => row.Type?.AssemblyName, StringComparer.Ordinal)];
            var shown = Limited(rows);
            return (shown, rows.Length - shown.Length, 0);
        }

        private string NameOf(HeapType type) => options.By switch
        {
            DominatorRowKind.Assembly => type.AssemblyName,
            DominatorRowKind.Namespace => type.Parsed.Namespace,
            _ => type.Name,
        };

        private T[] Limited<T>(IEnumerable<T> rows) => [.. options.Limit == 0 ? rows : rows.Take(options.Limit)];

        private bool IsWorthARow(long retainedBytes) => retainedBytes * 100.0 >= (double)_whole * options.MinPercent;

        private bool Outweighs(Fold fold) =>
            fold.Objects > 1 && fold.LargestRetainedBytes > fold.RetainedBytes - fold.LargestRetainedBytes && IsWorthARow(fold.LargestRetainedBytes);

        private Fold FoldOf(int objectIndex) => default(Fold).With(objectIndex, graph.BytesOf(objectIndex), tree.RetainedBytesOf(objectIndex));

        private Dictionary<int, Fold> FoldsBelow(IEnumerable<int> parents, HashSet<int> alone)
        {
            var foldByType = new Dictionary<int, Fold>();
            foreach (var parent in parents)
            {
                foreach (var child in tree.Children[parent])
                {
                    if (!alone.Contains(child))
                    {
                        ref var fold = ref CollectionsMarshal.GetValueRefOrAddDefault(foldByType, graph.TypeIndexOf(child), out _);
                        fold = fold.With(child, graph.BytesOf(child), tree.RetainedBytesOf(child));
                    }
                }
            }

            return foldByType;
        }

        /// <summary>The objects of each row.</summary>
        private List<int>[] MembersOf(Fold[] shown, IEnumerable<int> parents, HashSet<int> alone)
        {
            var members = Array.ConvertAll(shown, fold => alone.Contains(fold.Largest) ? [fold.Largest] : new List<int>((int)fold.Objects));
            var rowByType = new Dictionary<int, int>();
            for (var row = 0; row < shown.Length; row++)
            {
                if (!alone.Contains(shown[row].Largest))
                {
                    rowByType.Add(graph.TypeIndexOf(shown[row].Largest), row);
                }
            }

            foreach (var parent in parents)
            {
                foreach (var child in tree.Children[parent])
                {
                    if (rowByType.TryGetValue(graph.TypeIndexOf(child), out var row) && !alone.Contains(child))
                    {
                        members[row].Add(child);
                    }
                }
            }

            return members;
        }

        private DominatorRow RowOf(Fold fold) => new(graph.TypeOf(fold.Largest), null, fold.Objects, fold.Bytes, fold.RetainedBytes)
        {
            Address = graph.AddressOf(fold.Largest),
            LargestRetainedBytes = fold.LargestRetainedBytes,
            IsAccumulationPoint = fold.Objects == 1 && IsAccumulationPoint(fold.Largest, fold.RetainedBytes),
        };

        private bool IsAccumulationPoint(int objectIndex, long retainedBytes)
        {
            var largest = 0L;
            foreach (var child in tree.Children[objectIndex])
            {
                largest = Math.Max(largest, tree.RetainedBytesOf(child));
            }

            // What is large by itself, such as a buffer, gathers nothing.
            return retainedBytes >= LeastOfHeap * tree.ReachableBytes
                && largest < MostOfLargestChild * retainedBytes
                && graph.BytesOf(objectIndex) < retainedBytes / 2;
        }

        private DominatorRow WithRoot(DominatorRow row, List<int> members)
        {
            if (members is [var single])
            {
                HeapRoot[] roots = [.. graph.RootsOf(single).DistinctBy(root => root.Place)];
                return row with { Root = roots is [var root] ? root : null, RootCount = roots.Length };
            }

            HeapRoot? only = null;
            foreach (var member in members)
            {
                var isHeld = false;
                foreach (var root in graph.RootsOf(member))
                {
                    if (only is { } known && known.Place != root.Place)
                    {
                        return row;
                    }

                    (only, isHeld) = (root, true);
                }

                if (!isHeld)
                {
                    return row;
                }
            }

            return row with { Root = only };
        }

        private DominatorRow WithChildren(DominatorRow row, List<int> members, int depth)
        {
            if (depth >= options.MaxDepth)
            {
                return row;
            }

            var below = RowsBelow(members, depth + 1);
            return row with { Children = below.Shown, HiddenChildren = below.Hidden, HiddenRetainedBytes = below.HiddenRetainedBytes };
        }
    }

    /// <summary>Objects of one type, and which of them retains most: the first one where several do.</summary>
    private readonly record struct Fold(long Objects, long Bytes, long RetainedBytes, int Largest, long LargestRetainedBytes)
    {
        public Fold With(int objectIndex, long bytes, long retainedBytes) =>
            Objects == 0 || retainedBytes > LargestRetainedBytes || (retainedBytes == LargestRetainedBytes && objectIndex < Largest)
                ? new Fold(Objects + 1, Bytes + bytes, RetainedBytes + retainedBytes, objectIndex, retainedBytes)
                : this with { Objects = Objects + 1, Bytes = Bytes + bytes, RetainedBytes = RetainedBytes + retainedBytes };
    }
}
