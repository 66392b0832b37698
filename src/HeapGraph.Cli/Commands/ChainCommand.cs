using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Commands;

/// <summary>Why objects are alive: the shortest chains from a GC root to them.</summary>
internal static class ChainCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "chain",
            "The shortest chain from a GC root, or from other objects, to an object: why it is alive.",
            "heapgraph chain app.dmp --type Order",
            "heapgraph chain --type MyBigFatObject --paths 3 -o chain.png",
            "heapgraph chain app.dmp --type MainWindow --anchors",
            "heapgraph chain --from Catalog --to Order --max-depth 20 --ignore Logger",
            "heapgraph chain --pid 1234 --address 7f2e18012340 --format json");
        var target = new TargetOptions(command);
        var objects = ObjectOptions.WithTo(command);
        var from = ObjectNames.Option("--from", "Where chains begin, in place of the GC roots");
        command.Options.Add(from);
        var scope = new ScopeOption(command);
        var ignored = new IgnoredReferences(command);
        var paths = WholeNumber.Option("--paths", "Chains per object, as different as they can be", 1, least: 1);
        command.Options.Add(paths);
        var anchors = new Option<bool>("--anchors")
        {
            Description = "All independent ways in which the chosen objects are kept, all of them taken together, and the fewest cuts that free them",
        };
        command.Options.Add(anchors);
        var maxDepth = WholeNumber.Option("--max-depth", "The longest chain, in references, with the root's and those inside of collections; 0 for any length", 0);
        command.Options.Add(maxDepth);
        var details = new DetailOptionGroup(command);
        var picture = PictureOptionGroup.OfChains(command);
        var output = new OutputOptions<HeapChains>(command, $"Write to this file; a picture when it ends in {PictureOptionGroup.Endings}");
        output.Answer(session, parsed =>
        {
            var asksAnchors = parsed.GetValue(anchors);
            if (asksAnchors && ((Option[])[from, paths, maxDepth, picture.LimitOption]).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } other)
            {
                throw new UsageException($"--anchors looks at all chosen objects and all ways to them, so {other.Name} says nothing.", $"Leave out {other.Name}, or --anchors.");
            }

            var (format, choice) = (output.Format(parsed), objects.Choice(parsed));
            var surroundings = picture.Surroundings(parsed, choice.Types.Excluded);
            var begin = parsed.GetValue(from) is { Length: > 0 } names ? new ObjectNames(names) : null;
            var look = picture.Look(parsed, output.ShortNames(parsed), session);
            var countsReferrers = look.Refcounts || format == OutputFormat.Html;
            var heap = target.Open(parsed, session, details.Of(parsed) with { Counting = choice.Types.Filter, IgnoredReferences = ignored.Names(parsed), Selected = objects.Selected(parsed) });
            var graph = heap.Reading.Read(countsReferrers ? GraphParts.All : GraphParts.Reachability).Graph;

            // An address names its object, reachable or not.
            var reachable = choice.IsOfAddresses ? null : heap.Reading.Within(scope.Of(parsed));
            var counted = reachable;
            var chosen = choice.InOrGarbage(heap, graph, ref reachable, out var unreachable);
            var showsGarbage = counted is not null && reachable is null;
            heap.Reading.RequireSelected(chosen);
            var reach = surroundings.In(heap, reachable);
            var options = new ChainOptions
            {
                Paths = parsed.GetValue(paths),
                TooMany = reach.TooMany,
                From = begin?.In(graph, reachable),
                MaxDepth = parsed.GetValue(maxDepth),
                ExcludesType = reach.ExcludesType,
                ExcludesObject = reach.ExcludesObject,
                HighlightsType = reach.HighlightsType,
                CountsReferrers = countsReferrers,
                MostNamed = format.ListsAll ? int.MaxValue : ChainOptions.MostLookedAt,
                SkipsInnerNodes = reach.SkipsInnerNodes,
            };
            if (asksAnchors)
            {
                session.NoteChoice(chosen.Count, chosen.Count, unreachable, showsGarbage);
                return heap.AnchorsOf(chosen, options, reach, () => reachable, look, format.IsRows ? null : picture.Teller(parsed, heap));
            }

            var targets = session.Timed("Choosing", () => ChainFinder.Nearest(graph, options, chosen, picture.Limit(parsed), session.Cancellation));
            var result = heap.ChainsTo(targets, chosen.Count, options, reach, () => reachable, look, format.IsRows ? null : picture.Teller(parsed, heap), all: chosen);
            session.NoteChoice(chosen.Count, targets.Count, unreachable, showsGarbage);
            return result;
        });
        return command;
    }
}
