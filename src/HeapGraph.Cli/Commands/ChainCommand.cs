using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Output;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

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
            "heapgraph chain app.dmp --from Catalog --to Order --max-depth 20 --ignore Logger",
            "heapgraph chain --pid 1234 --address 7f2e18012340 --format json");
        var target = new TargetOptions(command);
        var objects = ObjectOptions.WithTo(command);
        var from = ObjectNames.Option("--from", "Where chains begin, in place of the GC roots");
        command.Options.Add(from);
        var scope = new ScopeOption(command);
        var ignored = new IgnoredReferences(command);
        var paths = WholeNumber.Option("--paths", "Chains per object, as different as they can be", 1, least: 1);
        command.Options.Add(paths);
        var maxDepth = WholeNumber.Option("--max-depth", "References of a chain, at most, that of its root and those within collections included; 0 for any number", 0);
        command.Options.Add(maxDepth);
        var details = new DetailOptionGroup(command);
        var picture = PictureOptionGroup.OfChains(command);
        var output = new OutputOptions(command, $"Write to this file; a picture when it ends in {PictureOptionGroup.Endings}") { HasOwnEndings = true };
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var isPicture = PictureOptionGroup.IsPicture(output.File(parsed), output.NamedFormat(parsed));
            var isPage = PictureOptionGroup.IsPage(output.File(parsed));
            var choice = objects.Choice(parsed);
            var highlighted = picture.Highlighted(parsed);
            var leftOut = picture.Exclusion(parsed, choice.Types.Excluded);
            var begin = parsed.GetValue(from) is { Length: > 0 } names ? new ObjectNames(names) : null;
            var (reach, look) = (picture.Reach(parsed, session), picture.Look(parsed, output.ShortNames(parsed)));
            using var opened = session.Open(
                target.Choose(parsed, session), target.Dac(parsed), look.Refcounts || isPage ? GraphParts.All : GraphParts.Reachability, details.Of(parsed));
            var snapshot = ignored.CutFrom(opened, parsed, session);
            var graph = snapshot.Graph;

            // An address names its object, reachable or not.
            var reachable = choice.IsOfAddresses ? null : scope.ReachableIn(graph, parsed, session);
            var chosen = choice.In(graph, reachable, out var unreachable);
            var marked = highlighted.MatchesOf(graph.Types);
            highlighted.RequireMatches();
            var options = new ChainOptions
            {
                Paths = parsed.GetValue(paths),
                TooMany = reach.TooMany,
                From = begin?.In(graph, reachable),
                MaxDepth = parsed.GetValue(maxDepth),
                ExcludesType = leftOut.TypesOf(graph),
                ExcludesObject = leftOut.ObjectsOf(graph),
                HighlightsType = marked.Contains(true) ? index => marked[index] : null,
                CountsReferrers = look.Refcounts || isPage,
                MostNamed = isPicture || output.IsText(parsed) ? ChainOptions.MostLookedAt : int.MaxValue,
                SkipsInnerNodes = !details.Of(parsed).PlainNames && !leftOut.IsFiltered,
            };
            var targets = session.Timed("Choosing", () => ChainFinder.Nearest(graph, options, chosen, picture.Limit(parsed), session.Cancellation));
            var report = session.Timed("Finding chains", () => ChainReport.Of(snapshot, targets, chosen.Count, options, session.Cancellation) with { Filter = choice.Types.Filter });
            session.NoteChoice(chosen.Count, targets.Count, unreachable);
            if (isPicture)
            {
                new PictureOutput(session, snapshot, output.File(parsed)!, look, picture.Told(parsed, snapshot, session))
                    .Write(report, targets, options, reach with { Reachable = reachable });
            }
            else
            {
                output.Write(
                    parsed,
                    session,
                    () => JsonResult.Of(snapshot.Target, report),
                    () => TableView.Of(snapshot.Target, report, look.ShortNames),
                    writer => ChainTree.Write(Session.ConsoleOver(writer), snapshot.Target, report, look.ShortNames, reach.MaxDepth));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
