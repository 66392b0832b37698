using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Grouping;
using HeapGraph.Core.Analysis.Objects;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Commands;

/// <summary>Single objects: the instances of a type, the largest objects, the garbage.</summary>
internal static class ObjectsCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "objects",
            "The instances of a type, or all objects: address, bytes, value, and what each keeps alive; with --retained also what all of them keep alive together.",
            "heapgraph objects app.dmp --type Order",
            "heapgraph objects app.dmp --type Session --retained --sort retained",
            "heapgraph objects --type Order --where 'Lines.Count > 9' --select Buyer.Name",
            "heapgraph objects app.dmp --sort bytes --limit 20",
            "heapgraph objects app.dmp --unreachable --unreferenced --sort bytes",
            "heapgraph objects --pid 1234 --unreachable --format json");
        var target = new TargetOptions(command);
        var objects = new ObjectOptions(command);
        var scope = new ScopeOption(command, offersUnreachable: true);
        var retained = new Option<bool>("--retained") { Description = "Say what would be freed if all of these objects went; with --all and --unreachable of each too" };
        var unreferenced = new Option<bool>("--unreferenced") { Description = "Only those that no other object refers to; with --unreachable where garbage begins" };
        command.Options.Add(retained);
        command.Options.Add(unreferenced);
        var by = PathOption.By();
        command.Options.Add(by);
        var rows = new RowOptions<ObjectSort>(command);
        var details = new DetailOptionGroup(command, namesArrows: false);
        var output = new OutputOptions<HeapObjects>(command);
        output.Answer(session, parsed =>
        {
            var (choice, selected) = (objects.ChoiceOrAll(parsed), objects.Selected(parsed));
            var grouped = parsed.GetValue(by) is { } path ? PathOption.Of(path)[0] : null;
            if (grouped is not null && selected.Length > 0)
            {
                throw new UsageException("--by lists values, and no objects to tell of.", "Leave out --by or --select.");
            }

            // An address alone names its object, reachable or not.
            var counted = choice.IsOfAddresses && scope.Of(parsed) == ObjectScope.Reachable ? ObjectScope.All : scope.Of(parsed);
            var together = parsed.GetValue(retained) || rows.Sort(parsed) == ObjectSort.Retained;
            var each = together || scope.Of(parsed) == ObjectScope.Reachable;
            var looksAtEach = !parsed.GetValue(unreferenced) && (grouped is null ? counted == ObjectScope.All && !each : rows.Sort(parsed) != ObjectSort.Retained);
            var heap = target.Open(parsed, session, details.Of(parsed) with { Counting = choice.Types.Filter });
            if (looksAtEach && grouped is not null && choice.IsOfTypes
                && HeapGroups.OfTypes(heap.Reading, choice.AmongTypes, new GroupOptions(grouped, counted, Like(rows.Sort(parsed)), rows.Limit(parsed)), out var garbage) is { } groups)
            {
                if (!choice.IsOfAll)
                {
                    session.NoteChoice((int)groups.Objects, (int)groups.Objects, (int)garbage);
                }

                return groups;
            }

            var graph = (looksAtEach ? heap.Reading.ReadObjects(counted) : heap.Reading.Read(GraphParts.Reachability)).Graph;
            var chosen = choice.Within(heap, graph, heap.Reading.Within(counted), out var others);
            if (parsed.GetValue(unreferenced))
            {
                var first = session.Timed("Following references", () => UnreferencedObjects.In(graph, session.Cancellation));
                chosen = [.. chosen.Where(first.Contains)];
            }

            if (counted == ObjectScope.Reachable && !choice.IsOfAll)
            {
                session.NoteChoice(chosen.Count, chosen.Count, others);
            }

            var result = new HeapObjects(heap.Reading, graph, chosen, counted, rows.Sort(parsed), rows.Limit(parsed))
            {
                TellsEach = each, TellsTogether = together, IsOfUnreferenced = parsed.GetValue(unreferenced), Selected = selected,
            };
            return grouped is null ? result : result.By(grouped.Text, Like(rows.Sort(parsed)), rows.Limit(parsed));
        });
        return command;
    }

    private static GroupSort Like(ObjectSort sort) => sort switch
    {
        ObjectSort.Bytes => GroupSort.Bytes,
        ObjectSort.Retained => GroupSort.Retained,
        ObjectSort.Type => GroupSort.Value,
        _ => GroupSort.Count,
    };
}
