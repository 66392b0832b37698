using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Objects;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph.Cli.Commands;

/// <summary>Single objects: the instances of a type, the largest objects, the garbage.</summary>
internal static class ObjectsCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "objects",
            "The instances of a type, or all objects: address, bytes, value, and what each keeps alive; with --retained all together too.",
            "heapgraph objects app.dmp --type Order",
            "heapgraph objects app.dmp --type Session --retained --sort retained",
            "heapgraph objects app.dmp --sort bytes --limit 20",
            "heapgraph objects app.dmp --unreachable --unreferenced --sort bytes",
            "heapgraph objects --pid 1234 --unreachable --format json");
        var target = new TargetOptions(command);
        var objects = new ObjectOptions(command);
        var scope = new ScopeOption(command, offersUnreachable: true);
        var retained = new Option<bool>("--retained") { Description = "What would be freed if all of these objects went; with --all and --unreachable also what if each did" };
        var unreferenced = new Option<bool>("--unreferenced") { Description = "Only those that no other object refers to; with --unreachable where garbage begins" };
        command.Options.Add(retained);
        command.Options.Add(unreferenced);
        var rows = new RowOptions<ObjectSort>(command);
        var details = new DetailOptionGroup(command, namesArrows: false);
        var output = new OutputOptions(command);
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var choice = objects.ChoiceOrAll(parsed);

            // An address alone names its object, reachable or not.
            var counted = choice.IsOfAddresses && scope.Of(parsed) == ObjectScope.Reachable ? ObjectScope.All : scope.Of(parsed);
            var together = parsed.GetValue(retained) || rows.Sort(parsed) == ObjectSort.Retained;
            var withRetained = together || scope.Of(parsed) == ObjectScope.Reachable;
            var parts = counted == ObjectScope.All && !withRetained && !parsed.GetValue(unreferenced) ? GraphParts.Objects : GraphParts.Reachability;
            using var snapshot = session.Open(target.Choose(parsed, session), target.Dac(parsed), parts, details.Of(parsed));
            var graph = snapshot.Graph;
            var counting = counted == ObjectScope.All
                ? null
                : session.Timed("Finding reachable objects", () => ReachableObjects.Within(graph, counted, session.Cancellation));
            var chosen = choice.Within(graph, counting, out var others);
            if (parsed.GetValue(unreferenced))
            {
                var first = session.Timed("Following references", () => UnreferencedObjects.In(graph, session.Cancellation));
                chosen = [.. chosen.Where(first.Contains)];
            }

            var tree = withRetained ? session.Timed("Finding dominators", () => DominatorTree.Of(graph, session.Cancellation)) : null;
            var table = session.Timed(
                "Sorting", () => ObjectTable.Of(snapshot, chosen, counted, rows.Sort(parsed), rows.Limit(parsed), tree) with { Filter = choice.Types.Filter, IsOfUnreferenced = parsed.GetValue(unreferenced) });
            if (together)
            {
                table = table with { Retained = session.Timed("Finding what they retain", () => RetainedBytes.OfSet(graph, ObjectSet.Of(graph.ObjectCount, chosen), session.Cancellation)) };
            }

            if (counted == ObjectScope.Reachable && !choice.IsOfAll)
            {
                session.NoteChoice(chosen.Count, chosen.Count, others);
            }

            output.Write(parsed, session, TableView.Of(snapshot.Target, table, output.ShortNames(parsed)), () => JsonResult.Of(snapshot.Target, table));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
