using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Reading.Live;

namespace HeapGraph.Cli.Output;

/// <summary>The live .NET processes, as <c>heapgraph ps</c> lists them.</summary>
internal sealed class ProcessList(IReadOnlyList<LiveProcessInfo> processes) : HeapResult("")
{
    internal override TableView View(bool shortNames) => new(
        [],
        ["pid", "name", "runtime", "can be read"],
        4,
        [.. processes.Select(process => (IReadOnlyList<object>)[
            $"{process.Id}", process.Name, process.RuntimeVersion ?? "?", ObstacleTo(process) is { } obstacle ? $"no: {obstacle}" : "yes"])],
        processes.Count == 0 ? ["No live .NET process can be seen."] : []);

    internal override string Json() => JsonResult.OfProcesses(processes.Select(process => (process.Id, process.Name, process.RuntimeVersion, ObstacleTo(process))));

    private static string? ObstacleTo(LiveProcessInfo process) =>
        process.Obstacle is { } obstacle ? $"{obstacle}; for what would help: heapgraph doctor --pid {process.Id}" : null;
}
