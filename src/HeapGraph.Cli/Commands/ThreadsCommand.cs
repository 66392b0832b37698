using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Commands;

/// <summary>Threads with their stacks, locks and exceptions.</summary>
internal static class ThreadsCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "threads",
            "Each thread's stack, what it waits for, the locks it holds and its exception; deadlocks first.",
            "heapgraph threads app.dmp",
            "heapgraph threads --pid 1234 --each",
            "heapgraph threads --pid 1234 --retained --format json");
        var target = new TargetOptions(command);
        var each = new Option<bool>("--each") { Description = "Each thread by itself, not those with equal stacks together" };
        var retained = new Option<bool>("--retained") { Description = "Say what each stack alone keeps alive (reads all references first)" };
        command.Options.Add(each);
        command.Options.Add(retained);
        var details = new DetailOptionGroup(command, namesArrows: false);
        var output = new OutputOptions<HeapThreads>(command);
        output.Answer(session, parsed => target.Open(parsed, session, details.Of(parsed)).Threads(parsed.GetValue(retained), parsed.GetValue(each)));
        return command;
    }
}
