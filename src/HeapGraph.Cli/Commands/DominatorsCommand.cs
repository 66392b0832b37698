using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

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
        var output = new OutputOptions<HeapDominators>(
            command,
            $"Write the result to this file; {string.Join(' ', OutputFormat.PictureEndingsFor(typeof(HeapDominators), withPages: false))} is a tree, .html a flame graph to click in, .speedscope.json and .pb.gz (pprof) a profile");
        output.Answer(session, parsed =>
        {
            var address = rows.Under(parsed);
            rows.RequireTree(parsed, output.Format(parsed));
            var heap = target.Open(parsed, session, new HeapOptions { IgnoredReferences = ignored.Names(parsed) });
            var under = address is { } top ? ObjectAddress.ObjectAt(heap.Reading.Read(GraphParts.Reachability).Graph, top) : DominatorTree.VirtualRoot;
            if (address is not null && !heap.Reading.Dominators().IsReachable(under))
            {
                session.Note($"{address:x} is not reachable, so it keeps nothing alive.");
            }

            return heap.Retention(rows.Reach(parsed) with { Under = under }, rows.Folded(parsed, under));
        });
        return command;
    }
}
