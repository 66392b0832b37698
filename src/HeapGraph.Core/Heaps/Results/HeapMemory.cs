using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>Where the memory of a process is. As a text it is the table of <c>heapgraph memory</c>.</summary>
public sealed class HeapMemory : HeapResult
{
    private readonly bool _each;

    internal HeapMemory(string target, MemoryReport report, bool each)
        : base(target) => (Report, _each) = (report, each);

    /// <summary>The parts, which add up to what is resident, and what stands out among them.</summary>
    public MemoryReport Report { get; }

    internal override NextCommand? Next => Report.Verdicts[0].Next;

    internal override TableView View(bool shortNames) => TableView.Of(Target, Report, Words, shortNames, _each);

    internal override string Json() => JsonResult.Of(Target, Words, Report);
}
