using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Output;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Reading.Live;

namespace HeapGraph.Cli.Commands;

/// <summary>The live .NET processes.</summary>
internal static class PsCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand("ps", "The live .NET processes, and whether each can be read.", "heapgraph ps", "heapgraph ps --format json");
        var output = new OutputOptions<ProcessList>(command);
        output.Answer(session, _ => new ProcessList(LiveProcesses.All()));
        return command;
    }
}
