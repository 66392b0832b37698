using System.Diagnostics;
using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>A neighbourhood as a tree on the terminal: below each object what refers to it (or what it refers to).</summary>
internal static class NeighborhoodTree
{
    /// <summary>Writes one tree per target; an object that was shown before is named, not unfolded again.</summary>
    /// <param name="console">Its colours and width count.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="neighborhood">What to show.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    /// <param name="refcounts">The number of referrers behind each name.</param>
    /// <param name="words">How what can be set is named; null for the library's words.</param>
    public static void Write(IAnsiConsole console, string target, ReferenceNeighborhood neighborhood, bool shortNames, bool refcounts = false, IRemedyWords? words = null)
    {
        console.WriteHeader(target, neighborhood.Coverage, neighborhood.Filter);
        var unfolding = new Unfolding(neighborhood, shortNames, refcounts, console.Profile.Width);
        foreach (var node in neighborhood.Nodes.OfType<ObjectNode>().Where(node => node.Role == ObjectRole.Target))
        {
            console.Write(unfolding.TreeOf(node));
        }

        foreach (var sentence in Wording.MissingFrom(neighborhood))
        {
            console.WriteHanging(sentence.In(words ?? LibraryWords.Instance).Printable);
        }
    }

    private sealed class Unfolding(ReferenceNeighborhood neighborhood, bool shortNames, bool refcounts, int width)
    {
        private const int GuideWidth = 4;   // columns that each level of Spectre.Console's trees takes
        private readonly bool _isBack = neighborhood.Direction == ReferenceDirection.Referrers;
        private readonly HashSet<int> _shown = [];
        private readonly ILookup<int, ReferenceBundle> _bundlesByNode = neighborhood.Direction == ReferenceDirection.Referrers
            ? ReferenceBundle.Of(neighborhood).OrderBy(bundle => bundle.From).ToLookup(bundle => bundle.To)
            : ReferenceBundle.Of(neighborhood).OrderBy(bundle => bundle.To).ToLookup(bundle => bundle.From);

        public Tree TreeOf(ObjectNode target)
        {
            var tree = new Tree(LineOf(target).In(width));
            if (!_shown.Add(target.Id))
            {
                return tree;
            }

            AddBelow(tree, target, width - GuideWidth);
            if (!_bundlesByNode.Contains(target.Id))
            {
                tree.AddNode(new Markup(_isBack ? "[dim](nothing refers to it)[/]" : "[dim](it refers to nothing)[/]"));
            }

            return tree;
        }

        private void AddBelow(IHasTreeNodes parent, NeighborhoodNode node, int room)
        {
            foreach (var bundle in _bundlesByNode[node.Id])
            {
                var other = neighborhood.Nodes[_isBack ? bundle.From : bundle.To];
                var reminder = other is not ObjectNode { Role: var role } ? ""
                    : _shown.Contains(other.Id) ? " (shown above)"
                    : role == ObjectRole.Target ? " (shown below)" : "";
                var child = parent.AddNode((LineOf(other) with { Via = bundle.Via(neighborhood.Direction), Remark = reminder }).In(room));
                if (reminder.Length == 0 && other is ObjectNode)
                {
                    _shown.Add(other.Id);
                    AddBelow(child, other, room - GuideWidth);
                }
            }
        }

        private TreeLine LineOf(NeighborhoodNode node) => node switch
        {
            RootNode { Root: var root } => new TreeLine(Wording.Of(root)) { Colour = RootColour.Of(root.Kind) },
            MoreNode more => new TreeLine(Wording.FoldOf(more, neighborhood.Direction, shortNames))
            {
                Facts = $", {more.Bytes.AsByteSize}",
                Colour = more is not MoreObjects { IsHighlighted: var isHighlighted } ? "red" : isHighlighted ? "bold blue" : "bold",
            },
            ObjectNode shown => LineOf(shown),
            _ => throw new UnreachableException(),
        };

        private TreeLine LineOf(ObjectNode node)
        {
            var told = node.ExtraInfo is { Length: > 0 } extra ? $", {extra.Printable}" : "";
            var line = TreeLine.Of(node.Type, node.Address, Wording.SizeOf(node) + told, node.Value, shortNames) with { Colour = ColourOf(node) };
            return refcounts ? line with { Facts = $" [{node.ReferrerCount:N0}]{line.Facts}" } : line;
        }

        private static string ColourOf(ObjectNode node) =>
            node.Role == ObjectRole.Target ? "bold red" : node.IsHighlighted ? "bold blue" : "";
    }
}
