using System.CommandLine;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation.Words;

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
        var output = new OutputOptions<HeapNeighborhood>(command, $"Write to this file; a picture when it ends in {PictureOptionGroup.Endings}");
        output.Answer(session, parsed =>
        {
            var choice = objects.Choice(parsed);
            var surroundings = picture.Surroundings(parsed, choice.Types.Excluded);
            var look = picture.Look(parsed, output.ShortNames(parsed), session);
            var heap = target.Open(parsed, session, details.Of(parsed) with { Counting = choice.Types.Filter, IgnoredReferences = ignored.Names(parsed), Selected = objects.Selected(parsed) });
            var graph = heap.Reading.Read(GraphParts.All).Graph;
            var reachable = heap.Reading.Within(scope.Of(parsed));
            var counted = reachable;
            var chosen = choice.InOrGarbage(heap, graph, ref reachable, out var unreachable);
            heap.Reading.RequireSelected(chosen);
            var targets = chosen.Take(picture.Limit(parsed)).ToArray();
            var result = heap.Around(targets, chosen.Count, surroundings.In(heap, reachable) with { Direction = direction }, look, picture.Teller(parsed, heap));
            session.NoteChoice(chosen.Count, targets.Length, unreachable, showsGarbage: counted is not null && reachable is null);
            foreach (var index in targets.Where(index => !heap.Reading.Reachable().Contains(index)))
            {
                session.Note($"{graph.AddressOf(index):x} is not reachable{(reachable is null ? "." : "; what is unreachable around it is seen with --all.")}");
                foreach (var sentence in GarbageWording.Of(heap.Reading.Dead().Of([index]), output.ShortNames(parsed)))
                {
                    session.Note(sentence);
                }
            }

            return result;
        });
        return command;
    }
}
