using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;

namespace HeapGraph.Cli.Commands;

/// <summary>One object: its fields with values, who refers to it, what keeps it alive.</summary>
internal static class ShowCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "show",
            "One object: its fields with values, who refers to it, what keeps it alive.",
            "heapgraph show app.dmp 7f2e18012340",
            "heapgraph show app.dmp --type Order --limit 3",
            "heapgraph show --pid 1234 --address 7f2e18012340 --retained --format json");
        var target = new TargetOptions(command, takesAddresses: true);
        var objects = new ObjectOptions(command);
        var scope = new ScopeOption(command);
        var limit = WholeNumber.Option("--limit", "How many of the chosen objects to show", 1, least: 1);
        var elements = WholeNumber.Option("--elements", "Elements to show of an array", new ObjectViewOptions().MaxElements);
        var tooMany = WholeNumber.Option("--too-many", "Referrers to show per object", new ObjectViewOptions().MaxReferrers);
        var retained = new Option<bool>("--retained") { Description = "What would be freed with the object, which takes the dominator tree" };
        foreach (var option in (Option[])[limit, elements, tooMany, retained])
        {
            command.Options.Add(option);
        }

        var ignored = new IgnoredReferences(command);
        var details = new DetailOptionGroup(command);
        var output = new OutputOptions(command, $"Write to this file; a picture of what refers to the objects when it ends in {PictureOptionGroup.Endings}") { HasOwnEndings = true };
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var isPicture = PictureOptionGroup.IsPicture(output.File(parsed), output.NamedFormat(parsed));
            var choice = objects.Choice(parsed, target.Addresses(parsed));
            using var opened = session.Open(target.Choose(parsed, session), target.Dac(parsed), GraphParts.All, details.Of(parsed));
            var snapshot = ignored.CutFrom(opened, parsed, session);
            var graph = snapshot.Graph;
            var reachable = choice.IsOfAddresses ? null : scope.ReachableIn(graph, parsed, session);
            var chosen = choice.In(graph, reachable, out var unreachable);
            var targets = chosen.Take(choice.IsOfAddresses ? Math.Max(chosen.Count, parsed.GetValue(limit)) : parsed.GetValue(limit)).ToArray();
            var tree = parsed.GetValue(retained) ? session.Timed("Finding dominators", () => DominatorTree.Of(graph, session.Cancellation)) : null;
            var options = new ObjectViewOptions
            {
                MaxElements = parsed.GetValue(elements), MaxReferrers = parsed.GetValue(tooMany), SkipsInnerNodes = !details.Of(parsed).PlainNames,
                MostNamed = output.IsText(parsed) ? ChainOptions.MostLookedAt : int.MaxValue,
            };
            var report = session.Timed("Looking at objects", () => ObjectReport.Of(snapshot, targets, chosen.Count, options, tree, session.Cancellation) with { Filter = choice.Types.Filter });
            session.NoteChoice(chosen.Count, targets.Length, unreachable);
            if (isPicture)
            {
                Draw(output.File(parsed)!, ReferenceNeighborhood.Of(snapshot, targets, chosen.Count, new() { Reachable = reachable, SkipsInnerNodes = options.SkipsInnerNodes, Cancellation = session.Cancellation }));
                return Task.FromResult(ExitCode.Done);
            }

            output.Write(
                parsed,
                session,
                () => JsonResult.Of(snapshot.Target, report),
                () => TableView.Of(snapshot.Target, report, output.ShortNames(parsed)),
                writer => ObjectViewText.Write(Session.ConsoleOver(writer), snapshot.Target, report, output.ShortNames(parsed)));
            return Task.FromResult(ExitCode.Done);

            void Draw(string file, ReferenceNeighborhood picture) => session.NotePicture(file, picture, session.Timed("Drawing", () => PictureFile.Write(
                file, snapshot.Target, picture, new PictureOptions(output.ShortNames(parsed), Refcounts: false), session.Cancellation)));
        });
        return command;
    }
}
