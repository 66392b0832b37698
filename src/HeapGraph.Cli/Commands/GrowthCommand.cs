using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Runtime;

namespace HeapGraph.Cli.Commands;

/// <summary>What grew between snapshots.</summary>
internal static class GrowthCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "growth",
            "What grew between two or more snapshots: types, or the paths from the roots that hold them.",
            "heapgraph growth before.dmp after.dmp",
            "heapgraph growth a.dmp b.dmp c.dmp --by path",
            "heapgraph growth a.dmp b.dmp --type Order --by Buyer.Name",
            "heapgraph growth a.dmp b.dmp c.dmp --peak",
            "heapgraph growth before.dmp after.dmp --new-objects --sort new",
            "heapgraph growth --pid 1234 --every 30s --times 5");
        var captures = new CaptureOptions(command);
        var view = new GrowthOptions(command);
        var types = new TypeOptions(command);
        var scope = new ScopeOption(command);
        var rows = new RowOptions<GrowthSort>(command);
        var output = new OutputOptions<HeapGrowth>(command);
        output.Answer(session, async parsed =>
        {
            view.RequireFit(parsed, scope.Of(parsed), rows.Sort(parsed));
            var (choice, plan) = (types.Choice(parsed), captures.Plan(parsed, session));
            view.RequireFit(parsed, choice.Filter);
            if (plan.IsLive)
            {
                NativeCode.GiveUpRights = null;   // it takes more rights to copy the process again
            }

            var series = view.Series(parsed, scope.Of(parsed), rows.Sort(parsed), rows.Limit(parsed), choice);
            var code = await GrowthCaptures.Take(
                session,
                view.ListsNewObjects(parsed) ? plan.OfTwo() : plan,
                target =>
                {
                    var totals = series.Add(captures.Open(target, parsed, session, new HeapOptions { Counting = choice.Filter }).Reading);
                    session.Close();
                    return totals;
                });
            var grown = view.Result(parsed, series);
            choice.RequireMatches();
            return (grown, code);
        });
        return command;
    }
}
