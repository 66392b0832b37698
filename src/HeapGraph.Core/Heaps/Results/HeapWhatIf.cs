using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph;

/// <summary>What would be freed if some references were cleared. As a text it is the table of <c>heapgraph what-if</c>.</summary>
public sealed class HeapWhatIf : HeapResult
{
    internal HeapWhatIf(string target, WhatIfReport report)
        : base(target) => Report = report;

    /// <summary>The references that were cut, and what would go, by type.</summary>
    public WhatIfReport Report { get; }

    internal override NextCommand? Next => new NextCommand.Suspects();

    internal override TableView View(bool shortNames) => TableView.Of(Target, Report, shortNames);

    internal override string Json() => JsonResult.Of(Target, Report);
}
