using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Commands;

/// <summary>Async calls that have not finished, as chains by logical caller.</summary>
internal static class AsyncCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "async",
            "Async calls that have not finished, as chains by logical caller, like a stack; equal chains counted.",
            "heapgraph async app.dmp",
            "heapgraph async --pid 1234 --limit 0",
            "heapgraph async app.dmp --all --format json");
        var target = new TargetOptions(command);
        var scope = new ScopeOption(command);
        var limit = WholeNumber.Option("--limit", "Kinds of chains to show; 0 for all", 10);
        command.Options.Add(limit);
        var output = new OutputOptions<HeapAsync>(command);
        output.Answer(session, parsed => target.Open(parsed, session, new HeapOptions()).AsyncCalls(parsed.GetValue(limit), scope.Of(parsed)));
        return command;
    }
}
