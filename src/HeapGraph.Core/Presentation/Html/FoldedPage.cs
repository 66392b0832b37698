using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Folding;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>Equal siblings of a page folded as in every picture; unfolded, they appear each.</summary>
internal static class FoldedPage
{
    /// <summary>The same with folds among what is seen at first. O(nodes + edges) time.</summary>
    public static UnfoldableNeighborhood Of(UnfoldableNeighborhood picture)
    {
        var (seen, whole) = (picture.Shown.Nodes.Count, picture.Whole);
        var shown = EqualSiblings.FoldedIn(picture.Shown, out var idByNode);
        if (shown.Nodes.Count == seen)
        {
            return picture;
        }

        // Those that were seen and are folded now appear on unfolding like those that were not seen.
        var folds = Enumerable.Range(0, seen).GroupBy(node => idByNode[node]).Where(same => same.Count() > 1).ToDictionary(same => same.Key, same => same.ToArray());
        int[] folded = [.. folds.Values.SelectMany(same => same)];
        var ids = Enumerable.Range(0, whole.Nodes.Count).Select(node => node < seen ? idByNode[node] : shown.Nodes.Count + folded.Length + node - seen).ToArray();
        foreach (var (index, node) in folded.Index())
        {
            ids[node] = shown.Nodes.Count + index;
        }

        var later = folded.Concat(Enumerable.Range(seen, whole.Nodes.Count - seen)).Select(node => whole.Nodes[node] with { Id = ids[node] });
        var arrows = whole.Edges.Select(edge => edge with { From = ids[edge.From], To = ids[edge.To] }).Where(edge => Math.Max(edge.From, edge.To) >= shown.Nodes.Count);
        var revealedBy = picture.RevealedBy.ToDictionary(pair => ids[pair.Key], pair => (IReadOnlyList<int>)[.. pair.Value.Select(node => ids[node])]);
        foreach (var (fold, same) in folds)
        {
            // What stood for several already gives way together with the fold that took it in.
            revealedBy[fold] = [.. same.SelectMany(node => picture.RevealedBy.GetValueOrDefault(node) is { Count: > 0 } behind && whole.Nodes[node] is MoreNode
                ? behind : [node]).Select(node => ids[node])];
        }

        return new UnfoldableNeighborhood(shown, shown with { Nodes = [.. shown.Nodes, .. later], Edges = [.. shown.Edges, .. arrows] }, revealedBy);
    }
}
