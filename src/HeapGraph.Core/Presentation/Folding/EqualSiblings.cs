using HeapGraph.Core.Analysis.References;

namespace HeapGraph.Core.Presentation.Folding;

/// <summary>Boxes of a picture that would say the same: objects of one type and value at the end of the same arrows.</summary>
internal static class EqualSiblings
{
    // Two boxes are as soon read as one that stands for two.
    private const int LeastFolded = 3;

    /// <summary>The neighbourhood with one node for each group of equal siblings, which stands for their number and
    /// size; the rest of it is unchanged. O(nodes + edges) time.</summary>
    /// <remarks>Objects with values or keys that differ, chosen ones and named roots stay as they are.</remarks>
    public static ReferenceNeighborhood FoldedIn(ReferenceNeighborhood neighborhood) => FoldedIn(neighborhood, out _);

    /// <summary>The same, telling by node which one stands for it.</summary>
    public static ReferenceNeighborhood FoldedIn(ReferenceNeighborhood neighborhood, out IReadOnlyList<int> idByNode)
    {
        var arrows = ArrowsByNode(neighborhood);
        var groups = neighborhood.Nodes.Where(MayFold)
            .GroupBy(node => (node.TypeIfAny, node.RootIfAny?.Kind, node.Depth, IsHighlighted(node), Arrows: string.Join('\n', arrows[node.Id])))
            .Where(same => same.Key.Arrows.Length > 0)
            .SelectMany(GroupsOf)
            .Where(group => group.Length >= LeastFolded || group.Length > 1 && Array.Exists(group, IsFold))
            .ToArray();
        if (groups.Length == 0)
        {
            idByNode = [.. neighborhood.Nodes.Select(node => node.Id)];
            return neighborhood;
        }

        var foldByNode = groups.SelectMany(group => group.Select(node => (node.Id, Group: group))).ToDictionary(pair => pair.Id, pair => pair.Group);
        var ids = new int[neighborhood.Nodes.Count];
        var nodes = new List<NeighborhoodNode>();
        foreach (var node in neighborhood.Nodes)
        {
            var group = foldByNode.GetValueOrDefault(node.Id);
            if (group is null || group[0].Id == node.Id)
            {
                ids[node.Id] = nodes.Count;
                nodes.Add((group is null ? node : Fold(group)) with { Id = nodes.Count });
            }
            else
            {
                ids[node.Id] = ids[group[0].Id];
            }
        }

        var edges = neighborhood.Edges.Select(edge => IsFolded(edge)
            ? (Edge: new NeighborhoodEdge(ids[edge.From], ids[edge.To], edge.Label is { } label ? SlotShape.WithoutPositions(label) : null) { Strength = edge.Strength }, IsFolded: true)
            : (Edge: new NeighborhoodEdge(ids[edge.From], ids[edge.To], edge.Label) { Strength = edge.Strength }, IsFolded: false));
        var seen = new HashSet<NeighborhoodEdge>();
        idByNode = ids;
        return neighborhood with { Nodes = nodes, Edges = [.. edges.Where(edge => !edge.IsFolded || seen.Add(edge.Edge)).Select(edge => edge.Edge)] };

        bool IsFolded(NeighborhoodEdge edge) => foldByNode.ContainsKey(edge.From) || foldByNode.ContainsKey(edge.To);
    }

    /// <summary>Those that say the same. What is folded already joins those that are shown when they all do.</summary>
    private static IEnumerable<NeighborhoodNode[]> GroupsOf(IEnumerable<NeighborhoodNode> alike)
    {
        var groups = alike.Where(node => !IsFold(node)).GroupBy(Told).Select(same => same.ToArray()).ToArray();
        var folded = alike.Where(IsFold).ToArray();
        return groups.Length == 1 ? [[.. groups[0], .. folded]] : [.. groups, folded];
    }

    private static (string?, long?, HeapGeneration?, string?, IReadOnlyDictionary<string, string>?) Told(NeighborhoodNode node) =>
        node is ObjectNode shown ? (shown.Value, shown.RetainedBytes, shown.Generation, shown.ExtraInfo, shown.ExtraAttributes) : default;

    private static bool IsFold(NeighborhoodNode node) => node is MoreNode;

    private static bool IsHighlighted(NeighborhoodNode node) => node is ObjectNode { IsHighlighted: true } or MoreObjects { IsHighlighted: true };

    private static bool MayFold(NeighborhoodNode node) => node is ObjectNode { Role: ObjectRole.Neighbor } or MoreObjects or RootNode { Root.Name: null };

    private static MoreNode Fold(NeighborhoodNode[] group)
    {
        var (first, count) = (group[0], group.Sum(node => node is MoreNode more ? more.HiddenCount : 1));
        return first.RootIfAny is { } root
            ? new MoreRoots(first.Id, first.Depth, count, root)
            : new MoreObjects(first.Id, first.Depth, count, first.TypeIfAny!)
            {
                Bytes = group.Sum(node => node.Bytes),
                IsHighlighted = IsHighlighted(first),
                Value = first.ValueIfAny,
            };
    }

    /// <summary>By node, its arrows as text, each kind once: where from or to, and the slot without its position.</summary>
    private static SortedSet<string>[] ArrowsByNode(ReferenceNeighborhood neighborhood)
    {
        var arrows = neighborhood.Nodes.Select(_ => new SortedSet<string>(StringComparer.Ordinal)).ToArray();
        foreach (var edge in neighborhood.Edges)
        {
            var slot = $"{edge.Strength} {(edge.Label is { } label ? SlotShape.WithoutPositions(label).ToString() : "")}";
            arrows[edge.From].Add($"to {edge.To} {slot}");
            arrows[edge.To].Add($"from {edge.From} {slot}");
        }

        return arrows;
    }
}
