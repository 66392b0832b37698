using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;

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
        var output = new OutputOptions<HeapTypes>(command);
        output.Answer(session, parsed =>
        {
            var choice = types.Choice(parsed);
            var heap = target.Open(parsed, session, new HeapOptions { Counting = choice.Filter, IgnoredReferences = ignored.Names(parsed) });
            var common = heap.Types(scope.Of(parsed), rows.Sort(parsed), rows.Limit(parsed), choice.In);
            choice.RequireMatches();
            return common;
        });
        return command;
    }
}
