using HeapGraph.Cli.Words;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Output;

/// <summary>The live .NET processes, as <c>heapgraph ps</c> lists them: the largest first.</summary>
internal sealed class ProcessList(IReadOnlyList<LiveProcessInfo> processes) : HeapResult("")
{
    private const int LongestCommandLine = 72;

    private readonly LiveProcessInfo[] _processes = [.. processes.OrderByDescending(process => process.ResidentBytes).ThenBy(process => process.Id)];

    internal override NextCommand? Next => Largest is null ? null : new NextCommand.Suspects();

    internal override IRemedyWords Words => Largest is { } largest ? new RemedyWords(new HeapTarget.LiveProcess(largest.Id, largest.Name)) : RemedyWords.General;

    private LiveProcessInfo? Largest => Array.Find(_processes, process => process.Obstacle is null);

    internal override TableView View(bool shortNames) => new(
        [],
        [
            TableColumn.Id("pid"), TableColumn.Text("name"), TableColumn.Text("runtime"), TableColumn.Bytes("resident"), TableColumn.Number("running for", spare: 1),
            TableColumn.Text("user") with { Spare = 2 }, TableColumn.Text("can be read"), TableColumn.Long("command line"),
        ],
        [.. _processes.Select(process => (IReadOnlyList<object>)[
            $"{process.Id}", process.Name, process.RuntimeVersion ?? "?", process.ResidentBytes, process.Age is { } age ? ProcessWording.Of(age) : "?",
            process.User ?? "?", process.Obstacle is null ? "yes" : "no", new FittedName(process.CommandLine ?? "", WithoutFolders(process.CommandLine ?? ""))])],
        _processes.Length == 0
            ? ["No live .NET process can be seen."]
            : [.. _processes.Where(process => process.Obstacle is not null).Select(process => (Remark)$"{process.Id} can't be read: {ObstacleTo(process)}")]);

    internal override string Json() => JsonResult.OfProcesses(_processes.Select(process =>
        (process.Id, process.Name, process.RuntimeVersion, ObstacleTo(process), process.ResidentBytes, process.Age, process.User, process.CommandLine)));

    /// <summary><c>dotnet …/Shop.dll --urls http://*:80</c>, and no more than three lines of it.</summary>
    private static string WithoutFolders(string commandLine) =>
        string.Join(' ', commandLine.Split(' ').Select(word => word.StartsWith('/') && word.LastIndexOf('/') is > 0 and var end ? $"…{word[end..]}" : word)).ShortenedTo(LongestCommandLine);

    private static string? ObstacleTo(LiveProcessInfo process) =>
        process.Obstacle is { } obstacle ? $"{obstacle}; for what would help: heapgraph doctor --pid {process.Id}" : null;
}
