using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph;

/// <summary>What keeps how much alive. As a text it is the tree or the table of <c>heapgraph dominators</c>.</summary>
public sealed class HeapDominators : HeapResult
{
    internal HeapDominators(string target, DominatorTable table)
        : base(target) => Table = table;

    /// <summary>The rows, each with what stands below it, and their totals.</summary>
    public DominatorTable Table { get; }

    private protected override TableView View(bool shortNames) => TableView.Of(Target, Table, shortNames);

    private protected override string Json() => JsonResult.Of(Target, Table);

    private protected override string Text(bool shortNames) => Table.By == DominatorRowKind.Object
        ? PlainText.Of(console => DominatorTreeText.Write(console, Target, Table, shortNames))
        : base.Text(shortNames);
}
