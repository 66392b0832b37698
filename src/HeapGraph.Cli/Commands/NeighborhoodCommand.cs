using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Output;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph.Cli.Commands;

/// <summary>What refers to the chosen objects (<c>backrefs</c>), or what they refer to (<c>refs</c>).</summary>
internal static class NeighborhoodCommand
{
    public static Command Create(ReferenceDirection direction, Session session)
    {
        var name = direction == ReferenceDirection.Referrers ? "backrefs" : "refs";
        var what = direction == ReferenceDirection.Referrers ? "What refers to the chosen objects" : "What the chosen objects refer to";
        var command = new ExampledCommand(
            name,
            $"{what}: a tree on the terminal, a picture with -o.",
            $"heapgraph {name} app.dmp --type Order",
            $"heapgraph {name} --type MyBigFatObject -o refs.png",
            $"heapgraph {name} --pid 1234 --address 7f2e18012340 --max-depth 5");
        var target = new TargetOptions(command);
        var objects = new ObjectOptions(command);
        var scope = new ScopeOption(command);
        var ignored = new IgnoredReferences(command);
        var details = new DetailOptionGroup(command);
        var picture = PictureOptionGroup.OfNeighborhoods(command);
        var output = new OutputOptions(command, $"Write to this file; a picture when it ends in {PictureOptionGroup.Endings}") { HasOwnEndings = true };
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var isPicture = PictureOptionGroup.IsPicture(output.File(parsed), output.NamedFormat(parsed));
            var choice = objects.Choice(parsed);
            var highlighted = picture.Highlighted(parsed);
            var leftOut = picture.Exclusion(parsed, choice.Types.Excluded);
            var look = picture.Look(parsed, output.ShortNames(parsed));
            using var opened = session.Open(target.Choose(parsed, session), target.Dac(parsed), GraphParts.All, details.Of(parsed));
            var snapshot = ignored.CutFrom(opened, parsed, session);
            var graph = snapshot.Graph;
            var reachable = scope.ReachableIn(graph, parsed, session);
            var chosen = choice.In(graph, reachable, out var unreachable);
            var marked = highlighted.MatchesOf(graph.Types);
            highlighted.RequireMatches();
            var targets = chosen.Take(picture.Limit(parsed)).ToArray();
            var reach = picture.Reach(parsed, session) with
            {
                Direction = direction,
                Reachable = reachable,
                ExcludesType = leftOut.TypesOf(graph),
                ExcludesObject = leftOut.ObjectsOf(graph),
                HighlightsType = index => marked[index],
                SkipsInnerNodes = !details.Of(parsed).PlainNames && !leftOut.IsFiltered,
            };
            var told = picture.Told(parsed, snapshot, session);
            var neighborhood = told.In(session.Timed("Walking references", () => ReferenceNeighborhood.Of(snapshot, targets, chosen.Count, reach))) with { Filter = choice.Types.Filter };
            session.NoteChoice(chosen.Count, targets.Length, unreachable);
            foreach (var index in targets.Where(index => reachable?.Contains(index) == false))
            {
                session.Note($"{graph.AddressOf(index):x} is not reachable; what is unreachable around it is seen with --all.");
            }

            if (isPicture)
            {
                new PictureOutput(session, snapshot, output.File(parsed)!, look, told).Write(neighborhood, targets, reach);
            }
            else
            {
                output.Write(
                    parsed,
                    session,
                    () => JsonResult.Of(snapshot.Target, neighborhood),
                    () => TableView.Of(snapshot.Target, neighborhood, look.ShortNames),
                    writer => NeighborhoodTree.Write(Session.ConsoleOver(writer), snapshot.Target, neighborhood, look.ShortNames, look.Refcounts));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
