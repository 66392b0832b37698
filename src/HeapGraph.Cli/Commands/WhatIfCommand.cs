using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Commands;

/// <summary>What would be freed if some references were cleared.</summary>
internal static class WhatIfCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "what-if",
            "What would be freed if some references were cleared: objects and bytes in all, and by type.",
            "heapgraph what-if app.dmp --cut Shop.Catalog.Items",
            "heapgraph what-if app.dmp --cut Order._customer --cut 'Session[]'",
            "heapgraph what-if --pid 1234 --cut 'EventHub.*' --limit 0 --format json");
        var target = new TargetOptions(command);
        var cut = FieldOption.Create("--cut", "Fields to clear");
        command.Options.Add(cut);
        var limit = WholeNumber.Option("--limit", "Types to show; 0 for all", 10);
        command.Options.Add(limit);
        var output = new OutputOptions<HeapWhatIf>(command);
        output.Answer(session, parsed =>
        {
            var names = FieldOption.Names(parsed, cut);
            return names.Length > 0
                ? target.Open(parsed, session, new HeapOptions()).WhatIf(names, parsed.GetValue(limit))
                : throw new UsageException("Nothing to cut was named.", "Name a field with --cut Type.Field, as 'heapgraph chain' shows it.");
        });
        return command;
    }
}
