using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Graphviz;

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
        var retained = new Option<bool>("--retained") { Description = "Say what would be freed with the object (finds the dominator tree first)" };
        foreach (var option in (Option[])[limit, elements, tooMany, retained])
        {
            command.Options.Add(option);
        }

        var ignored = new IgnoredReferences(command);
        var details = new DetailOptionGroup(command);
        var output = new OutputOptions<HeapObjectViews>(command, $"Write to this file; a picture of what refers to the objects when it ends in {PictureOptionGroup.Endings}");
        output.Answer(session, parsed =>
        {
            var choice = objects.Choice(parsed, target.Addresses(parsed));
            var options = new ObjectViewOptions
            {
                MaxElements = parsed.GetValue(elements),
                MaxReferrers = parsed.GetValue(tooMany),
                SkipsInnerNodes = !details.Of(parsed).PlainNames,
                MostNamed = output.Format(parsed).ListsAll ? int.MaxValue : ChainOptions.MostLookedAt,
            };
            var heap = target.Open(parsed, session, details.Of(parsed) with { Counting = choice.Types.Filter, IgnoredReferences = ignored.Names(parsed), Selected = objects.Selected(parsed) });
            var graph = heap.Reading.Read(GraphParts.All).Graph;
            var counted = choice.IsOfAddresses ? ObjectScope.All : scope.Of(parsed);
            var reachable = heap.Reading.Within(counted);
            var chosen = choice.InOrGarbage(heap, graph, ref reachable, out var unreachable);
            var showsGarbage = counted == ObjectScope.Reachable && reachable is null;
            heap.Reading.RequireSelected(chosen);
            var targets = chosen.Take(choice.IsOfAddresses ? Math.Max(chosen.Count, parsed.GetValue(limit)) : parsed.GetValue(limit)).ToArray();
            var result = heap.ViewsOf(targets, chosen.Count, options, parsed.GetValue(retained), showsGarbage ? ObjectScope.All : counted, new PictureOptions(output.ShortNames(parsed), Refcounts: false) { Theme = session.Config.Value.Theme ?? PictureTheme.Light });
            session.NoteChoice(chosen.Count, targets.Length, unreachable, showsGarbage);
            return result;
        });
        return command;
    }
}
