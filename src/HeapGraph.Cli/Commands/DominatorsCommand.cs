using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Output;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph.Cli.Commands;

/// <summary>What keeps how much alive.</summary>
internal static class DominatorsCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "dominators",
            "What keeps how much alive: the top of the dominator tree, or sums by type, assembly or namespace.",
            "heapgraph dominators app.dmp",
            "heapgraph dominators app.dmp --under 7f2e18012340 --max-depth 5",
            "heapgraph dominators --pid 1234 --by namespace --limit 0",
            "heapgraph dominators app.dmp -o heap.html",
            "heapgraph dominators app.dmp -o heap.speedscope.json");
        var target = new TargetOptions(command);
        var rows = new DominatorOptions(command);
        var ignored = new IgnoredReferences(command);
        var output = new OutputOptions(
            command,
            $"Write the result to this file; {PictureOptionGroup.EndingsOfDrawings} is a tree, .html a flame graph to click in, .speedscope.json and .pb.gz (pprof) a profile",
            RetentionForm.Formats) { HasOwnEndings = true };
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var under = rows.Under(parsed);
            var form = RetentionForm.Of(output.File(parsed), output.NamedFormat(parsed));
            var folded = form is null ? null : rows.Folded(parsed, form);
            using var opened = session.Open(target.Choose(parsed, session), target.Dac(parsed), GraphParts.Reachability);
            var snapshot = ignored.CutFrom(opened, parsed, session);
            var graph = snapshot.Graph;
            var options = rows.Reach(parsed) with { Under = under is { } address ? ObjectChoice.ObjectAt(graph, address) : DominatorTree.VirtualRoot };
            var tree = session.Timed("Finding dominators", () => DominatorTree.Of(graph, session.Cancellation));
            if (form is not null)
            {
                var reach = folded! with { Under = options.Under };
                form.Write(session, snapshot.Target, session.Timed("Folding the tree", () => RetentionTree.Of(graph, tree, reach, session.Cancellation)), output.ShortNames(parsed));
                return Task.FromResult(ExitCode.Done);
            }

            var table = session.Timed("Folding the tree", () => DominatorTable.Of(graph, tree, options, session.Cancellation));
            if (under is not null && !tree.IsReachable(options.Under))
            {
                session.Note($"{under:x} is not reachable, so it keeps nothing alive.");
            }

            var view = TableView.Of(snapshot.Target, table, output.ShortNames(parsed));
            output.Write(parsed, session, () => JsonResult.Of(snapshot.Target, table), () => view, writer =>
            {
                if (table.By == DominatorRowKind.Object)
                {
                    DominatorTreeText.Write(Session.ConsoleOver(writer), snapshot.Target, table, output.ShortNames(parsed));
                }
                else
                {
                    TableText.Write(Session.ConsoleOver(writer), view);
                }
            });
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
