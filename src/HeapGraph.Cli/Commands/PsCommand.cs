using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Reading.Live;

namespace HeapGraph.Cli.Commands;

/// <summary>The live .NET processes.</summary>
internal static class PsCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand("ps", "The live .NET processes, and whether each can be read.", "heapgraph ps", "heapgraph ps --format json");
        var output = new OutputOptions(command);
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var processes = LiveProcesses.All();
            var view = new TableView(
                [],
                ["pid", "name", "runtime", "can be read"],
                4,
                [.. processes.Select(process => (IReadOnlyList<object>)[
                    $"{process.Id}", process.Name, process.RuntimeVersion ?? "?", process.Obstacle is null ? "yes" : $"no: {process.Obstacle}"])],
                processes.Count == 0 ? ["No live .NET process can be seen."] : []);
            output.Write(parsed, session, view, () => JsonResult.OfProcesses(
                processes.Select(process => (process.Id, process.Name, process.RuntimeVersion, process.Obstacle))));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
