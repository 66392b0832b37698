using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using Spectre.Console;

namespace HeapGraph;

/// <summary>What keeps how much alive. As a text it is the tree or the table of <c>heapgraph dominators</c>; as a file a picture, a flame
/// graph or a profile too.</summary>
public sealed class HeapDominators : HeapResult, IRetained
{
    private readonly Lazy<DominatorTable> _table;
    private readonly Func<bool, RetentionTree> _fold;

    /// <param name="target">The dump or process.</param>
    /// <param name="table">The rows.</param>
    /// <param name="fold">The whole tree, as a picture of boxes or otherwise.</param>
    internal HeapDominators(string target, Lazy<DominatorTable> table, Func<bool, RetentionTree> fold)
        : base(target) => (_table, _fold) = (table, fold);

    /// <summary>The rows, each with what stands below it, and their totals.</summary>
    public DominatorTable Table => _table.Value;

    RetentionTree IRetained.TreeFor(bool isPicture) => _fold(isPicture);

    internal override NextCommand? Next => Table.Rows switch
    {
        [{ Type: { } type }, ..] when Table.By == DominatorRowKind.Type => NextCommand.ObjectsOf(type.Name),
        [{ Root: { Kind: HeapRootKind.Static, Name: { } held } }, ..] => new NextCommand.HeldByField(held),
        [{ Address: > 0 and var address }, ..] => new NextCommand.ObjectAt(address),
        _ => null,
    };

    internal override TableView View(bool shortNames) => TableView.Of(Target, Table, shortNames);

    internal override string Json() => JsonResult.Of(Target, Table);

    internal override void WriteText(IAnsiConsole console, bool shortNames)
    {
        if (Table.By == DominatorRowKind.Object)
        {
            DominatorTreeText.Write(console, Target, Table, shortNames, Words);
        }
        else
        {
            base.WriteText(console, shortNames);
        }
    }
}
