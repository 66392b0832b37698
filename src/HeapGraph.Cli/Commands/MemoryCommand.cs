using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Commands;

/// <summary>Where the memory of a process is: from what is resident down to what owns it.</summary>
internal static class MemoryCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "memory",
            "Where a process's memory is: from what is resident to what owns it, in the heap and outside of it; and what stands out.",
            "heapgraph memory --pid 1234",
            "heapgraph memory app.dmp --short",
            "heapgraph memory --pid 1234 --all --format csv");
        var target = new TargetOptions(command);
        var all = new Option<bool>("--all") { Description = "A row for each stretch of addresses" };
        command.Options.Add(all);
        var output = new OutputOptions<HeapMemory>(command);
        output.Answer(session, parsed => target.Open(parsed, session, new HeapOptions()).Memory(parsed.GetValue(all)));
        return command;
    }
}
