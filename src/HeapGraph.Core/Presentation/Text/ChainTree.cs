using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Chains on the terminal, each from its root down: the names on the left read like a source path.</summary>
internal static class ChainTree
{
    /// <summary>Writes one tree per chain, and one per object that has none: who refers to it all the same.</summary>
    /// <param name="console">Its colours and width count.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    /// <param name="maxSteps">Steps to show of each chain, at most; 1 or more.</param>
    /// <param name="words">How what can be set is named; null for the library's words.</param>
    public static void Write(IAnsiConsole console, string target, ChainReport report, bool shortNames, int maxSteps, IRemedyWords? words = null)
    {
        console.WriteHeader(target, report.Coverage, report.Filter);
        var growing = new Growing(report, shortNames, maxSteps, console.Profile.Width, words ?? LibraryWords.Instance);
        foreach (var found in report.Objects)
        {
            foreach (var tree in found.Chains.Count > 0 ? found.Chains.Select(growing.TreeOf) : [growing.TreeOfReferrers(found)])
            {
                console.Write(tree);
            }

            foreach (var sentence in found.Garbage is { } garbage ? GarbageWording.Of(garbage, shortNames) : [])
            {
                console.WriteHanging(sentence.Printable);
            }
        }

        foreach (var sentence in report.Garbage is { } all ? GarbageWording.Of(all, shortNames) : [])
        {
            console.WriteHanging(sentence.Printable);
        }

        foreach (var sentence in report.Anchors is { } anchors ? AnchorWording.Of(anchors, report) : [])
        {
            console.WriteHanging(sentence.Printable);
        }

        foreach (var sentence in LeakWording.Of(report.Filled).Concat(Wording.MissingFrom(report, shortNames)))
        {
            console.WriteHanging(sentence.Printable);
        }
    }

    private sealed class Growing(ChainReport report, bool shortNames, int maxSteps, int width, IRemedyWords words)
    {
        private const int GuideWidth = 2;

        public Tree TreeOf(ReferenceChain chain)
        {
            var room = width;
            var root = (chain.From is { } from ? LineOf(from, isTarget: false) : new TreeLine(Wording.Of(chain.Root)) { Colour = RootColour.Of(chain.Root.Kind) }) with
            {
                Remark = chain.SharedObjects == 0 ? ""
                    : $" (shares {chain.SharedObjects:N0} {(chain.SharedObjects == 1 ? "object" : "objects")} with those above)",
            };
            var tree = new Tree(root.In(room)) { Guide = new NarrowGuide() };
            IHasTreeNodes parent = tree;
            foreach (var (step, hidden) in FoldedChain.Of(chain, maxSteps))
            {
                if (hidden.Count > 0)
                {
                    room -= GuideWidth;
                    parent = parent.AddNode(new Markup($"[dim]({Wording.More(hidden.Count, "step")})[/]"));
                }

                room -= GuideWidth;
                parent = parent.AddNode((LineOf(step, isTarget: ReferenceEquals(step, chain.Steps[^1])) with { Via = ViaOf(step.Via, " = ") }).In(room));
            }

            return tree;
        }

        public Tree TreeOfReferrers(ObjectChains found)
        {
            var tree = new Tree((LineOf(found.Object, isTarget: true) with { Remark = $": {Wording.WithoutChain(report, found).In(words)}" }).In(width)) { Guide = new NarrowGuide() };
            tree.AddNodes(found.Referrers.Select(referrer =>
                (LineOf(referrer.Object, isTarget: false) with { Via = ViaOf(referrer.Via, referrer.IsWeak ? " (weak) of " : " of ") }).In(width - GuideWidth)));
            if (found.ReferrerCount > found.Referrers.Count)
            {
                tree.AddNode(new Markup($"[red]{Wording.More(found.ReferrerCount - found.Referrers.Count, "referrer")}, {found.HiddenReferrerBytes.AsByteSize}[/]"));
            }
            else if (found.ReferrerCount == 0)
            {
                tree.AddNode(new Markup("[dim](nothing refers to it)[/]"));
            }

            return tree;
        }

        private static string ViaOf(IReadOnlyList<SlotLabel> labels, string then)
        {
            var paths = labels.Where(label => !label.IsEmpty).Take(ReferenceBundle.MaxLabels).Select(Wording.PathOf).ToArray();
            var more = labels.Count > ReferenceBundle.MaxLabels ? $" and {labels.Count - ReferenceBundle.MaxLabels:N0} more" : "";
            return paths.Length == 0 ? "" : string.Join(", ", paths) + more + then;
        }

        private TreeLine LineOf(ChainStep step, bool isTarget) => TreeLine.Of(step.Type, step.Address, step.Bytes.AsByteSize, step.Value, shortNames) with
        {
            Colour = isTarget ? "bold red" : step.IsHighlighted ? "bold blue" : "",
        };
    }

    /// <summary>Lines of two columns, since a chain goes one level deeper with each step.</summary>
    private sealed class NarrowGuide : TreeGuide
    {
        public override string GetPart(TreeGuidePart part) => part switch
        {
            TreeGuidePart.Space => "  ",
            TreeGuidePart.Continue => "│ ",
            TreeGuidePart.Fork => "├ ",
            _ => "└ ",
        };
    }
}
