using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>The top of a dominator tree on the terminal: below each row what it keeps alive.</summary>
internal static class DominatorTreeText
{
    private const int GuideWidth = 4;   // columns that each level of Spectre.Console's trees takes

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
        foreach (var line in view.Header)
        {
            console.WriteHanging(line.Printable, new Style(decoration: Decoration.Bold));
        }

        foreach (var row in table.Rows)
        {
            var tree = new Tree(LineOf(row).In(console.Profile.Width));
            AddBelow(tree, row, console.Profile.Width - GuideWidth);
            console.Write(tree);
        }

        foreach (var line in view.FooterLines)
        {
            console.WriteHanging(line.Printable);
        }

        void AddBelow(IHasTreeNodes node, DominatorRow row, int room)
        {
            foreach (var child in row.Children)
            {
                AddBelow(node.AddNode(LineOf(child).In(room)), child, room - GuideWidth);
            }

            // Where nothing below is worth a row, the rest is not worth one either, unless it adds up.
            if (row.HiddenChildren > 0 && (row.Children.Count > 0 || row.HiddenRetainedBytes * 100.0 >= table.TotalBytes))
            {
                node.AddNode(new Markup($"[dim]{SizeOf(row.HiddenRetainedBytes)}{row.HiddenChildren:N0} more {(row.HiddenChildren == 1 ? "row" : "rows")}[/]"));
            }
        }

        TreeLine LineOf(DominatorRow row) => new(Wording.NameOf(row.Type!, shortNames))
        {
            ShortName = Wording.NameOf(row.Type!, shorten: true),
            Lead = SizeOf(row.RetainedBytes) + (row.Objects == 1 ? "" : $"{row.Objects:N0} × "),
            Facts = row.Objects == 1 ? $" {row.Address:x}" : "",
            Spare = row.Objects == 1 ? "" : $", largest {row.Address:x}: {row.LargestRetainedBytes.AsByteSize}",
            Root = row.Root is { } root ? $", {Wording.Of(root)}" : row.RootCount > 1 ? $", {row.RootCount:N0} roots" : "",
            Remark = row.IsAccumulationPoint ? "   <== accumulates here" : "",
            IsMarked = true,
        };

        string SizeOf(long bytes) => $"{Wording.Share(bytes, table.TotalBytes),7} {bytes.AsByteSize,9}  ";
    }
}
