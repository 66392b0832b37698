using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Flow;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Activities that live so long that thousands of events, tags or links have been added to them.</summary>
internal sealed class ActivityLists : ILeakInspection
{
    public string Name => "activity-lists";

    public string Subject => "activities to which thousands of events or tags were added";

    public string FalseAlarms => "An operation that is in fact made of thousands of events, such as a batch that is traced in detail.";

    private const int Least = 1_000;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        if (heap.Contents is null || !heap.TypesWith(Least).Any(type => heap.Graph.Types[type].IsActivityNode))
        {
            return [];
        }

        int[] all = [.. heap.ObjectsOf(type => type.Name == FrameworkActivity.Name)];
        var names = new ActivityNames(heap);
        return (from activity in all
                from list in FrameworkActivity.Lists
                let nodes = NodesOf(heap.Targets, heap.Targets.In(activity, list.Field) ?? -1)
                where nodes.Count >= Least
                select (list.What, list.Method, Activity: activity, Nodes: nodes) into found
                group found by (found.What, found.Method, Name: names.MostOf([found.Activity])))
            .Select(same => FindingOf(heap, same.Key.What, same.Key.Method, same.Key.Name, [.. same.Select(found => found.Activity)], [.. same.SelectMany(found => found.Nodes)]))
            .Where(heap.Thresholds.AreMany);
    }

    private static List<int> NodesOf(FieldTargets targets, int list)
    {
        var (nodes, seen) = (new List<int>(), new HashSet<int>());
        for (var node = list < 0 ? -1 : targets.In(list, FrameworkActivity.First) ?? -1; node >= 0 && seen.Add(node); node = targets.In(node, FrameworkActivity.Next) ?? -1)
        {
            nodes.Add(node);
        }

        return nodes;
    }

    private static LeakFinding FindingOf(InspectedHeap heap, string what, string method, (string Operation, string Source) name, int[] activities, int[] nodes)
    {
        var largest = activities.MaxBy(heap.Tree.RetainedBytesOf);
        int[] lists = [.. heap.HoldersOf(nodes)];
        var suspect = new Suspect(heap, nodes)
        {
            Reference = heap.ReferenceTo(largest),
            Sureness = (LeakCertainty.Likely, "an Activity is one operation, which has some dozen events and tags"),
            Explained = [.. nodes, .. lists, .. activities],
        };
        var which = activities.Length == 1 ? $"Activity {name.Operation}{name.Source}" : $"{activities.Length:N0} Activity {name.Operation}{name.Source}";
        return suspect.Finding(
            LeakFingerprint.Of("activity-lists", what, name.Operation, name.Source),
            $"{nodes.Length:N0} {what} were added to {which}",
            [
                $"{which} {(activities.Length == 1 ? "keeps" : "keep")} all that {method} adds until nothing refers to it any more: {suspect.Size}, {suspect.Average} for each.",
            ],
            $"Looked for: {Least:N0} or more events, tags or links of one Activity.",
            remedy: $"Start an Activity for each piece of work in place of one that goes on for days, and stop it; or do not call {method} in what repeats without end: count there (a Counter) or log.",
            NextCommand.ChainsTo(heap.Graph.AddressOf(largest)));
    }
}
