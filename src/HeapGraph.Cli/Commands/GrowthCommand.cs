using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Growth;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph.Cli.Commands;

/// <summary>What grew between snapshots.</summary>
internal static class GrowthCommand
{
    // With few rows asked for, their rivals of the first interval are measured too: later intervals may turn the order round.
    private const int FewestMeasured = 63, MostMeasured = 315;

    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "growth",
            "What grew between two or more snapshots: types, or the paths from the roots that hold them.",
            "heapgraph growth before.dmp after.dmp",
            "heapgraph growth a.dmp b.dmp c.dmp --by path",
            "heapgraph growth a.dmp b.dmp c.dmp --peak",
            "heapgraph growth before.dmp after.dmp --new-objects --sort new",
            "heapgraph growth --pid 1234 --every 30s --times 5");
        var captures = new CaptureOptions(command);
        var view = new GrowthOptions(command);
        var types = new TypeOptions(command);
        var scope = new ScopeOption(command);
        var rows = new RowOptions<GrowthSort>(command);
        var output = new OutputOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            view.RequireFit(parsed, scope.Of(parsed), rows.Sort(parsed));
            var (choice, plan, dac) = (types.Choice(parsed), captures.Plan(parsed, session), captures.Dac(parsed));
            var (sort, limit, shortNames) = (rows.Sort(parsed), rows.Limit(parsed), output.ShortNames(parsed));
            view.RequireFit(parsed, choice.Filter);
            int code;
            if (view.ListsNewObjects(parsed))
            {
                var found = new NewObjects(choice.Filter);
                code = await GrowthCaptures.Take(session, plan.OfTwo(), target =>
                {
                    using var snapshot = session.Open(target, dac, GraphParts.Reachability | GraphParts.Slots);
                    return session.Timed("Comparing by path", () => found.Add(snapshot, session.Cancellation));
                });
                var table = found.Table(choice.In);
                choice.RequireMatches();
                var shown = table.SortedBy(sort).Limited(limit);
                output.Write(parsed, session, TableView.Of(shown, shortNames), () => JsonResult.Of(shown));
            }
            else if (view.IsByPath(parsed))
            {
                var growth = new PathGrowth(limit == 0 ? MostMeasured : Math.Clamp(4 * limit, FewestMeasured, MostMeasured), choice.Filter);
                code = await GrowthCaptures.Take(session, plan, target =>
                {
                    using var snapshot = session.Open(target, dac, GraphParts.Reachability | GraphParts.Slots);
                    return session.Timed("Comparing by path", () => growth.Add(snapshot, session.Cancellation));
                });
                var table = growth.Table(choice.In);
                choice.RequireMatches();
                var shown = table.SortedBy(sort).Limited(limit);
                output.Write(parsed, session, TableView.Of(shown, shortNames), () => JsonResult.Of(shown));
            }
            else
            {
                var tables = new List<(string Target, TypeTable Table)>();
                code = await GrowthCaptures.Take(session, plan, target =>
                {
                    tables.Add(session.Count(target, dac, scope.Of(parsed), choice));
                    return GrowthSnapshot.Of(tables[^1].Target, tables[^1].Table);
                });
                choice.RequireMatches();
                var shown = GrowthTable.Of(tables, view.IsPeak(parsed), view.By(parsed)).SortedBy(sort).Limited(limit);
                output.Write(parsed, session, TableView.Of(shown, shortNames), () => JsonResult.Of(shown));
            }

            return code;
        });
        return command;
    }
}
