using System.CommandLine;
using HeapGraph.Cli.Commands;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Manual;

/// <summary>The manual page.</summary>
internal static class ManualCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "manual",
            "The manual page: all that --help tells of each command, to read with man or to install for it.",
            "heapgraph manual | man -l -",
            "heapgraph manual > /usr/local/share/man/man1/heapgraph.1");
        command.SetAction(parsed => session.Output.Write(ManualPage.Of(parsed.RootCommandResult.Command)));
        return command;
    }
}
