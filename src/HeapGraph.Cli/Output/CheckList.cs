using System.Diagnostics;
using HeapGraph.Cli.Words;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Output;

/// <summary>What can and can't be read, as <c>heapgraph doctor</c> tells it.</summary>
/// <param name="target">The target; null when there is none.</param>
/// <param name="checks">What was looked at.</param>
internal sealed class CheckList(HeapTarget? target, IReadOnlyList<TargetCheck> checks) : HeapResult(target?.Name ?? "")
{
    /// <summary>Whether the target can be read.</summary>
    public bool CanBeRead => target is not null && checks.All(check => check.State != CheckState.Bad);

    internal override NextCommand? Next => CanBeRead ? new NextCommand.Suspects() : null;

    internal override IRemedyWords Words => new RemedyWords(target);

    internal override TableView View(bool shortNames) => new(
        target is null ? [] : [$"{target.Name} {(CanBeRead ? "can be read" : $"can't be read{(HoldsThreadsAlone ? ", but for its threads" : "")}")}"],
        [TableColumn.Text("check"), TableColumn.Text("state"), TableColumn.Long("finding"), TableColumn.Long("remedy")],
        [.. checks.Select(check => (IReadOnlyList<object>)[check.Name, WordOf(check.State), check.Finding, RemedyOf(check) ?? ""])],
        []);

    internal override string Json() =>
        JsonResult.OfChecks(target?.Name, CanBeRead, checks.Select(check => (check.Name, WordOf(check.State), check.Finding, RemedyOf(check))));

    private bool HoldsThreadsAlone => checks.Any(check => check.Remedy is Remedy.ThreadsAlone);

    private static string? RemedyOf(TargetCheck check) => check.Remedy is { } remedy ? RemedyWords.General.Of(remedy) : null;

    private static string WordOf(CheckState state) => state switch
    {
        CheckState.Good => "ok",
        CheckState.Limited => "limited",
        CheckState.Bad => "no",
        _ => throw new UnreachableException(),
    };
}
