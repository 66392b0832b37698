using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph.Cli.Commands;

/// <summary>Why objects are alive: the shortest chains from a GC root to them.</summary>
internal static class ChainCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "chain",
            "The shortest chain from a GC root to an object: why it is alive.",
            "heapgraph chain app.dmp --type Order",
            "heapgraph chain --type MyBigFatObject --paths 3 -o chain.png",
            "heapgraph chain --pid 1234 --address 7f2e18012340 --format json");
        var target = new TargetOptions(command);
        var objects = new ObjectOptions(command);
        var scope = new ScopeOption(command);
        var ignored = new IgnoredReferences(command);
        var paths = WholeNumber.Option("--paths", "Chains per object, as different as they can be", 1, least: 1);
        command.Options.Add(paths);
        var details = new DetailOptionGroup(command);
        var picture = PictureOptionGroup.OfChains(command);
        var output = new OutputOptions(command, $"Write to this file; a picture when it ends in {PictureOptionGroup.Endings}");
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var isPicture = PictureOptionGroup.IsPicture(output.File(parsed), output.NamedFormat(parsed));
            var isPage = PictureOptionGroup.IsPage(output.File(parsed));
            var choice = objects.Choice(parsed);
            var highlighted = picture.Highlighted(parsed);
            var (reach, look) = (picture.Reach(parsed), picture.Look(parsed, output.ShortNames(parsed)));
            using var opened = session.Open(
                target.Choose(parsed, session), target.Dac(parsed), look.Refcounts || isPage ? GraphParts.All : GraphParts.Reachability, details.Of(parsed));
            var snapshot = ignored.CutFrom(opened, parsed, session);
            var graph = snapshot.Graph;

            // An address names its object, reachable or not.
            var reachable = scope.Of(parsed) == ObjectScope.All || choice.IsOfAddresses
                ? null
                : session.Timed("Finding reachable objects", () => ReachableObjects.From(graph, session.Cancellation));
            var chosen = choice.In(graph, reachable, out var unreachable);
            var marked = highlighted.MatchesOf(graph.Types);
            highlighted.RequireMatches();
            var filter = picture.Filter(parsed);
            var shown = filter.MatchesOf(graph.Types);
            filter.RequireMatches();
            var excluded = choice.Types.Excluded.IsEmpty && filter.IsEmpty ? null : choice.Types.Excluded.MatchesOf(graph.Types);
            var targets = chosen.Take(picture.Limit(parsed)).ToArray();
            var options = new ChainOptions
            {
                Paths = parsed.GetValue(paths),
                TooMany = reach.TooMany,
                ExcludesType = excluded is null ? null : index => excluded[index] || !(filter.IsEmpty || shown[index]),
                Ignored = picture.Ignored(parsed, graph),
                HighlightsType = index => marked[index],
                CountsReferrers = look.Refcounts || isPage,
                SkipsInnerNodes = !details.Of(parsed).PlainNames && filter.IsEmpty,
            };
            var report = session.Timed("Finding chains", () => ChainReport.Of(snapshot, targets, chosen.Count, options, session.Cancellation) with { Filter = choice.Types.Filter });
            session.NoteChoice(chosen.Count, targets.Length, unreachable);
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
                    TableView.Of(snapshot.Target, report, look.ShortNames),
                    writer => ChainTree.Write(Session.ConsoleOver(writer), snapshot.Target, report, look.ShortNames, reach.MaxDepth));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
