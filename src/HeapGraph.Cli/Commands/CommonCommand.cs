using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph.Cli.Commands;

/// <summary>Types by number of objects.</summary>
internal static class CommonCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "common",
            "Types by number of objects, with their bytes.",
            "heapgraph common app.dmp",
            "heapgraph common --pid 1234 --sort bytes --limit 20",
            "heapgraph common --all --format json");
        var target = new TargetOptions(command);
        var types = new TypeOptions(command);
        var scope = new ScopeOption(command);
        var ignored = new IgnoredReferences(command);
        var rows = new RowOptions<TypeSort>(command);
        var output = new OutputOptions(command);
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var choice = types.Choice(parsed);
            var sort = rows.Sort(parsed);
            var (name, table) = session.Count(
                target.Choose(parsed, session), target.Dac(parsed), scope.Of(parsed), choice, withRetained: sort == TypeSort.Retained,
                ignored.AreGiven(parsed) ? snapshot => ignored.CutFrom(snapshot, parsed, session) : null);
            choice.RequireMatches();
            var shown = table.SortedBy(sort).Limited(rows.Limit(parsed));
            output.Write(parsed, session, TableView.Of(name, shown, output.ShortNames(parsed)), () => JsonResult.Of(name, shown));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
