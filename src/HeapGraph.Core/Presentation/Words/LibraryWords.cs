using System.Diagnostics;

namespace HeapGraph.Core.Presentation.Words;

/// <summary>The words for whoever calls this library.</summary>
internal sealed class LibraryWords : IRemedyWords
{
    private LibraryWords()
    {
    }

    public static LibraryWords Instance { get; } = new();

    public string Of(Remedy remedy) => remedy.Sentence;

    public string Of(Term term) => term switch
    {
        Term.NoLimit => "limit: 0",
        Term.MaxElements => "maxElements",
        Term.MaxDepth => "maxDepth",
        Term.TooMany => "TooMany",
        Term.MaxNodes => "MaxNodes",
        Term.Exclude => "Exclude",
        Term.Filter => "Filter",
        Term.Ignore => "Ignore",
        Term.From => "'from'",
        Term.SeveralChains => "'heap.Chain(…, paths: 3)'",
        Term.AllWays => "'heap.Anchors(…)'",
        Term.WithResidence => "Heap.OfProcess",
        Term.FlamegraphPicture => "heap.Dominators().Save(\"FILE.svg\", OutputFormat.Flamegraph)",
        _ => throw new UnreachableException(),
    };

    public string Of(NextCommand next) => next switch
    {
        NextCommand.ChainsToObject(var address) => $"heap.Chain(heap.ObjectsAt([0x{address:x}]), paths: 3)",
        NextCommand.AnchorsOfType(var type) => $"heap.Anchors(heap.ObjectsOf({Quoted(type)}))",
        NextCommand.WithoutFields(var fields) => $"heap.WhatIf([{string.Join(", ", fields.Select(Quoted))}])",
        NextCommand.LargestObjectsOf(var type) => $"heap.ObjectsOf({Quoted(type)}).Shown(ObjectSort.Bytes)",
        NextCommand.DisposedObjectsOf(var type) => $"heap.ObjectsOf({Quoted(type)}).Where(\"Disposed = true\")",
        NextCommand.HeldByField(var field) => $"heap.WhatIf({Quoted(field)})",
        NextCommand.ObjectAt(var address) => $"heap.ObjectsAt([0x{address:x}])",
        NextCommand.ReferrersOf(var address) => $"heap.BackReferences(heap.ObjectsAt([0x{address:x}]))",
        NextCommand.PathsThatGrew => "after.PathGrowth(before)",
        NextCommand.Dominators or NextCommand.Course => "heap.Dominators()",
        NextCommand.CollectHeap(var isOfCrash) => isOfCrash ? Remedy.ThreadsAlone.CrashWithHeap : "new DiagnosticsClient(…).WriteDump(DumpType.WithHeap, …)",
        NextCommand.Threads => "heap.Threads()",
        NextCommand.Suspects => "heap.Triage()",
        NextCommand.FindingById(var id) => $"heap.Triage().Only({Quoted(id)})",
        NextCommand.RuleExplained(var rule) => $"HeapTriage.Explain({Quoted(rule)})",
        NextCommand.StringsByValue => "heap.Strings()",
        NextCommand.TypesByBytes => "heap.TypeStats().OrderByDescending(type => type.Bytes)",
        NextCommand.AllTypesByBytes => "heap.TypeStats(ObjectScope.All).OrderByDescending(type => type.Bytes)",
        NextCommand.Memory => "heap.Memory()",
        _ => throw new UnreachableException(),
    };

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
