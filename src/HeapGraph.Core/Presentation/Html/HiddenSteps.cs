using HeapGraph.Core.Presentation.Folding;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>What stands behind the boxes that hide the middle of a chain.</summary>
internal static class HiddenSteps
{
    /// <summary>By "more" node of a picture of chains, the objects of the steps that it hides, in their order.</summary>
    /// <param name="report">The chains.</param>
    /// <param name="picture">What <see cref="Graphviz.ChainPicture"/> made of them.</param>
    /// <param name="maxSteps">The steps that were shown of each chain, at most.</param>
    public static IReadOnlyDictionary<int, IReadOnlyList<int>> Of(ChainReport report, ReferenceNeighborhood picture, int maxSteps)
    {
        var nodeByObject = picture.Nodes.OfType<ObjectNode>().ToDictionary(node => node.ObjectIndex, node => node.Id);
        var hidesBefore = (from edge in picture.Edges
                           where picture.Nodes[edge.From] is MoreSteps
                           select (edge.To, More: edge.From)).Distinct().ToLookup(pair => pair.To, pair => (MoreSteps)picture.Nodes[pair.More]);
        var found = new Dictionary<int, IReadOnlyList<int>>();
        foreach (var chain in report.Objects.SelectMany(explained => explained.Chains))
        {
            foreach (var (step, hidden) in FoldedChain.Of(chain, maxSteps).Where(folded => folded.HiddenBefore.Count > 0))
            {
                // A chain that had no room in the picture has no boxes there.
                var boxes = nodeByObject.TryGetValue(step.ObjectIndex, out var node) ? hidesBefore[node] : [];
                if (boxes.FirstOrDefault(more => more.HiddenCount == hidden.Count && !found.ContainsKey(more.Id)) is { } box)
                {
                    found[box.Id] = [.. hidden.Select(one => one.ObjectIndex)];
                }
            }
        }

        return found;
    }
}
