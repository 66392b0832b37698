using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>The top of a dominator tree on the terminal: below each row what it keeps alive.</summary>
internal static class DominatorTreeText
{
    /// <summary>Writes the tree. Each row: its share of all reachable bytes, what it retains, what it is, and the GC root
    /// that holds it, or how many do. Where many objects come together is marked.</summary>
    /// <param name="console">Its colours and width count.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="table">What to show; by object.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    /// <param name="words">How what can be set is named; null for the library's words.</param>
    public static void Write(IAnsiConsole console, string target, DominatorTable table, bool shortNames, IRemedyWords? words = null)
    {
        var view = TableView.Of(target, table, shortNames) with { Words = words ?? LibraryWords.Instance };
        foreach (var line in view.Header.SkipLast(1))
        {
            console.MarkupLineInterpolated($"[bold]{line.Printable}[/]");
        }

        // The last line above the tree is its top.
        var tree = new Tree(new Markup($"[bold]{Markup.Escape(view.Header[^1].Printable)}[/]"));
        foreach (var row in table.Rows)
        {
            Add(tree, row);
        }

        console.Write(tree);
        foreach (var line in view.FooterLines)
        {
            console.WriteLine(line.Printable);
        }

        void Add(IHasTreeNodes parent, DominatorRow row)
        {
            var node = parent.AddNode(new Markup(TextOf(row)));
            foreach (var child in row.Children)
            {
                Add(node, child);
            }

            // Where nothing below is worth a row, the rest is not worth one either, unless it adds up.
            if (row.HiddenChildren > 0 && (row.Children.Count > 0 || row.HiddenRetainedBytes * 100.0 >= table.TotalBytes))
            {
                node.AddNode(new Markup($"[dim]{SizeOf(row.HiddenRetainedBytes)}{row.HiddenChildren:N0} more {(row.HiddenChildren == 1 ? "row" : "rows")}[/]"));
            }
        }

        string TextOf(DominatorRow row)
        {
            var name = Markup.Escape(Wording.NameOf(row.Type!, shortNames));
            var which = row.Objects == 1
                ? $"{name} {row.Address:x}"
                : $"{row.Objects:N0} × {name}[dim], largest {row.Address:x}: {row.LargestRetainedBytes.AsByteSize}[/]";
            var roots = row.Root is { } root ? $", [green]{Markup.Escape(Wording.Of(root))}[/]" : row.RootCount > 1 ? $", [green]{row.RootCount:N0} roots[/]" : "";
            return SizeOf(row.RetainedBytes) + which + roots + (row.IsAccumulationPoint ? "   [red]<== accumulates here[/]" : "");
        }

        string SizeOf(long bytes) => $"{Wording.Share(bytes, table.TotalBytes),7} {bytes.AsByteSize,9}  ";
    }
}
