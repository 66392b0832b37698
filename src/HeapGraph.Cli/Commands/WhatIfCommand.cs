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
            "What would be freed if some references were cleared: objects and bytes in all, and by type. With --suggest the fewest that free the chosen objects.",
            "heapgraph what-if app.dmp --cut Shop.Catalog.Items",
            "heapgraph what-if app.dmp --cut Order._customer --cut 'Session[]'",
            "heapgraph what-if app.dmp --suggest --type MainWindow",
            "heapgraph what-if --pid 1234 --cut 'EventHub.*' --limit 0 --format json");
        var target = new TargetOptions(command);
        var cut = FieldOption.Create("--cut", "Fields to clear");
        command.Options.Add(cut);
        var suggest = new Option<bool>("--suggest") { Description = "In place of --cut: find the fewest references to clear so that all chosen objects go" };
        command.Options.Add(suggest);
        var objects = ObjectOptions.Untold(command);
        var limit = WholeNumber.Option("--limit", "Types to show; 0 for all", 10);
        command.Options.Add(limit);
        var output = new OutputOptions<HeapWhatIf>(command);
        output.Answer(session, parsed =>
        {
            var names = FieldOption.Names(parsed, cut);
            if (!parsed.GetValue(suggest))
            {
                if (!objects.ChoiceOrAll(parsed).IsOfAll)
                {
                    throw new UsageException("Objects are chosen for --suggest alone.", "Add --suggest to find what to cut, or leave out what chooses objects.");
                }

                return names.Length > 0
                    ? target.Open(parsed, session, new HeapOptions()).WhatIf(names, parsed.GetValue(limit))
                    : throw new UsageException("Nothing to cut was named.", "Name a field with --cut Type.Field, as 'heapgraph chain' shows it, or find what to cut with --suggest --type NAME.");
            }

            if (names.Length > 0)
            {
                throw new UsageException("--suggest finds what to cut, so --cut says nothing.", "Leave out one of the two.");
            }

            var choice = objects.Choice(parsed);
            var heap = target.Open(parsed, session, new HeapOptions { Counting = choice.Types.Filter });
            var graph = heap.Reading.Read(GraphParts.Reachability).Graph;
            var chosen = choice.In(heap, graph, heap.Reading.Reachable(), out var unreachable);
            session.NoteChoice(chosen.Count, chosen.Count, unreachable, showsGarbage: chosen.Count == 0 && unreachable > 0);
            return heap.SuggestCuts(chosen, parsed.GetValue(limit));
        });
        return command;
    }
}
