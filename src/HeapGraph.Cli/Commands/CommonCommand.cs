using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Cli.Words;
using HeapGraph.Core.Analysis.Grouping;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Values;

namespace HeapGraph.Cli.Commands;

/// <summary>Types by number of objects.</summary>
internal static class CommonCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "common",
            "Types with the number of their objects, bytes, and what would be freed without them. With --by objects by a value that they have.",
            "heapgraph common app.dmp",
            "heapgraph common --pid 1234 --sort bytes --limit 20",
            "heapgraph common --type Order --by Buyer.Name --sort retained",
            "heapgraph common --all --format json");
        var target = new TargetOptions(command);
        var types = new TypeOptions(command);
        var where = new WhereOption(command);
        var by = PathOption.By();
        command.Options.Add(by);
        var select = PathOption.SelectOfNone();
        command.Options.Add(select);
        var scope = new ScopeOption(command);
        var ignored = new IgnoredReferences(command);
        var rows = new RowOptions<TypeSort>(command, "retained where that is cheap, of a dump or process up to 256 MB, else bytes");
        var output = new OutputOptions<HeapTypes>(command);
        output.Answer(session, parsed =>
        {
            if (parsed.GetValue(select) is [var told, ..])
            {
                throw new UsageException(
                    "'common' lists types, and no objects that could tell a value each.",
                    $"Count the objects by the value: heapgraph common --by {RemedyWords.Shell(told)}. Or list them with it: heapgraph objects --select {RemedyWords.Shell(told)}, with --type NAME.");
            }

            var choice = types.Choice(parsed);
            var (condition, path) = (where.Of(parsed), parsed.GetValue(by));
            var grouped = path is null ? null : PathOption.Of(path)[0];
            var heap = target.Open(parsed, session, new HeapOptions { Counting = choice.Filter, IgnoredReferences = ignored.Names(parsed) });
            if (condition is not null || grouped is not null)
            {
                return OfObjects(heap, new ObjectChoice(choice, []) { Where = condition }, scope.Of(parsed), grouped, rows.Named(parsed), rows.Limit(parsed));
            }

            var common = heap.Types(scope.Of(parsed), rows.Named(parsed), rows.Limit(parsed), choice.In);
            choice.RequireMatches();
            return common;
        });
        return command;
    }

    /// <summary>The answer where objects of one type are told apart.</summary>
    private static HeapResult OfObjects(Heap heap, ObjectChoice choice, ObjectScope scope, ValuePath? path, TypeSort? named, int limit)
    {
        var sort = heap.OrderOf(scope, named);
        if (path is not null && choice.IsOfTypes && HeapGroups.OfTypes(heap.Reading, choice.AmongTypes, new GroupOptions(path, scope, Like(sort), limit), out _) is { } groups)
        {
            return groups;
        }

        var graph = (sort == TypeSort.Retained ? heap.Reading.Read(GraphParts.Reachability) : heap.Reading.ReadObjects(scope)).Graph;
        var chosen = choice.Within(heap, graph, heap.Reading.Within(scope), out _);
        return path is null ? heap.Types(graph, chosen, scope, sort, limit)
            : new HeapObjects(heap.Reading, graph, chosen, scope).By(path.Text, Like(sort), limit);
    }

    private static GroupSort Like(TypeSort sort) => sort switch
    {
        TypeSort.Bytes => GroupSort.Bytes,
        TypeSort.Retained => GroupSort.Retained,
        TypeSort.Name => GroupSort.Value,
        _ => GroupSort.Count,
    };
}
