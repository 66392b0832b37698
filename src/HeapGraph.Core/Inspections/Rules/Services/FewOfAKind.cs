using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Core.Inspections.Rules.Services;

/// <summary>Objects of ASP.NET Core and its neighbours of which a program needs few, or few at a time: many mean that they
/// are made anew where one would do, or never disposed of.</summary>
internal sealed class FewOfAKind : ILeakInspection
{
    public string Name => "services";

    public string Subject => "services of ASP.NET Core and the like that are made anew and never disposed of";

    public string FalseAlarms => "A program that makes clients or scopes by the hundred and has all of them in use.";

    private const int MaxHops = 4;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        var contents = heap.Contents;
        var found = heap.TypesWith(LeakThresholds.LeastObjects)
            .Where(type => !heap.Graph.Types[type].Traits.HasFlag(HeapTypeTraits.VariableSize))
            .Select(type => (Type: type, Kind: ScarceKind.Among([heap.Graph.Types[type].Name, .. contents?.BaseTypesOf(heap.ObjectsOf(type)[0]) ?? []])))
            .Where(found => found.Kind is not null)
            .ToDictionary(found => found.Type, found => found.Kind!);
        return found.Select(one => (Kind: one.Value, Objects: OnTheirOwn(heap, one.Key, found)))
            .Where(one => one.Objects.Length >= one.Kind.Least)
            .Select(one => FindingOf(heap, one.Kind, one.Objects))
            .OfType<LeakFinding>()
            .Where(heap.Thresholds.AreMany);
    }

    /// <summary>The objects of a type without those that belong to one of another kind, such as a handler to its HttpClient.
    /// A hundred in one owner are too many all the same.</summary>
    private static int[] OnTheirOwn(InspectedHeap heap, int type, Dictionary<int, ScarceKind> found) => [..
        heap.ObjectsOf(type).ToArray().GroupBy(index => OwnerOf(heap, index, found))
            .Where(owned => owned.Key < 0 || owned.Count() >= LeakThresholds.LeastObjects)
            .SelectMany(owned => owned)];

    private static int OwnerOf(InspectedHeap heap, int objectIndex, Dictionary<int, ScarceKind> found)
    {
        var own = heap.Graph.TypeIndexOf(objectIndex);
        for (var (at, hops) = (heap.Tree.DominatorOf(objectIndex), 0); at >= 0 && hops < MaxHops; at = heap.Tree.DominatorOf(at), hops++)
        {
            if (heap.Graph.TypeIndexOf(at) is var type && type != own && found.ContainsKey(type))
            {
                return at;
            }
        }

        return DominatorTree.VirtualRoot;
    }

    private static LeakFinding? FindingOf(InspectedHeap heap, ScarceKind kind, int[] objects)
    {
        // Where most of them are: one that is held elsewhere may retain more.
        if (heap.KeeperOf(heap.ByHolder(objects).MaxBy(held => held.Length)!) is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(objects[0]);
        var kindOf = kind.Name.Split('.')[^1];
        var suspect = new Suspect(heap, objects) { Sureness = (LeakCertainty.Likely, "a program needs few of them at a time"), Reference = reference };
        return suspect.Finding(
            LeakFingerprint.Of("few", type.Name),
            $"{objects.Length:N0} {kind.Word ?? type.ShortName} are alive where few should be, such as in {suspect.Place}",
            [
                $"{objects.Length:N0} {type.ShortName}{(type.Name == kind.Name ? "" : $" (each a {kindOf})")} retain {suspect.Size}, {suspect.Average} each.",
                kind.Cost,
            ],
            heap.Thresholds.ManyStated($"{kindOf} objects of one type", kind.Least),
            kind.Remedy) with
        {
            About = heap.IsKeptByScope(objects[0]) ? [objects[0]] : [],   // then a container has made them
        };
    }
}
