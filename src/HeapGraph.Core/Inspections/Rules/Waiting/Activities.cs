using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Activities (spans of a trace) that were started and never stopped: each becomes the parent of the next one, and so they hang on each other.</summary>
internal sealed class Activities : ILeakInspection
{
    public string Name => "activities";

    public string Subject => "activities that were never stopped";

    public string FalseAlarms => "Operations that are at work, where a collection holds them. In each other more than 16 of them are not in order.";

    private const int MostNested = 16;   // no call of an honest program has so many spans around it

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        int[] all = [.. heap.ObjectsOf(type => type.Name == FrameworkActivity.Name)];
        if (all.Length < LeakThresholds.LeastObjects || heap.Contents is not { } contents
            || contents.FieldOf(all[0], FrameworkActivity.State) is not { } state || contents.ReferenceOf(all[0], FrameworkActivity.Parent) is not { } parent)
        {
            return [];
        }

        var depthByActivity = new Dictionary<int, int>();
        var parentByActivity = all.Where(activity => contents.NumberIn(activity, state) is { } flags && (flags & FrameworkActivity.Stopped) == 0)
            .ToDictionary(activity => activity, activity => contents.TargetIn(activity, parent));
        foreach (var activity in parentByActivity.Keys)
        {
            Measure(activity);
        }

        var names = new ActivityNames(heap);
        var seen = new HashSet<int>();
        LeakFinding[] nested = [.. depthByActivity.Where(pair => pair.Value > MostNested).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key)
            .Where(pair => !seen.Contains(pair.Key)).ToArray()
            .Select(pair => (Last: pair.Key, Chain: ChainOf(pair.Key))).Where(family => family.Chain.Length > 0)
            .GroupBy(family => names.MostOf(family.Chain) is var name && names.IsMost(family.Chain) ? name : (Operation: "", name.Source))
            .Select(families => FindingOf(heap, (families.Key.Operation, families.Key.Source), [.. families.Select(family => family.Last)], [.. families.SelectMany(family => family.Chain)], depthByActivity[families.First().Last], names))
            .Where(heap.Thresholds.AreMany)];
        return nested.Concat(heap.ByHolder(parentByActivity.Keys.Where(activity => !seen.Contains(activity)))
            .Where(kept => heap.Thresholds.IsPile(kept.Length, heap.RetainedBytesOf(kept)))
            .Select(kept => KeptOf(heap, kept, names)).OfType<LeakFinding>());

        void Measure(int activity)
        {
            var path = new Stack<int>();
            for (var at = activity; parentByActivity.ContainsKey(at) && depthByActivity.TryAdd(at, 0); at = parentByActivity[at])
            {
                path.Push(at);
            }

            while (path.TryPop(out var at))
            {
                depthByActivity[at] = depthByActivity.GetValueOrDefault(parentByActivity[at]) + 1;
            }
        }

        int[] ChainOf(int last)
        {
            var chain = new List<int>();
            for (var at = last; parentByActivity.ContainsKey(at) && seen.Add(at); at = parentByActivity[at])
            {
                chain.Add(at);
            }

            return [.. chain];
        }
    }

    private static LeakFinding FindingOf(InspectedHeap heap, (string Operation, string Source) name, int[] last, int[] activities, int depth, ActivityNames names)
    {
        var reference = heap.ReferenceTo(last[0]);
        var isMost = names.IsMost(activities);
        var suspect = new Suspect(heap, activities)
        {
            Reference = reference,
            Kind = LeakKind.Leaked,
            Sureness = (LeakCertainty.Certain, $"each was started while the one before it had not been stopped, {depth:N0} of them in each other"),
            Explained = [.. activities, .. last.SelectMany(activity => CaptorsOf(heap, activity))],
        };
        return suspect.Finding(
            LeakFingerprint.Of("activities", isMost ? name.Operation : "", name.Source),
            $"{activities.Length:N0} Activity {Titled(name, isMost)} were started and never stopped",
            [
                $"By name: {names.Listed(activities)}",
                $"Each is the Parent of the next, up to {depth:N0} in each other{(last.Length > 1 ? $", in {last.Length:N0} such chains" : "")}; {HolderOf(heap, reference)}",
            ],
            heap.Thresholds.ManyStated($"activities that have not been stopped, more than {MostNested} in each other"),
            remedy: $"Stop each one when its work is over (using var activity = source.StartActivity({(isMost && name.Operation != ActivityNames.NoName ? name.Operation : "…")})), also when that fails: it is Activity.Current of all that comes after it, and their Parent.",
            NextCommand.ChainsTo(heap.Graph.AddressOf(last[0])));
    }

    /// <summary>Whose context holds an activity: what dominates it.</summary>
    private static IEnumerable<int> CaptorsOf(InspectedHeap heap, int activity)
    {
        for (var at = heap.Tree.DominatorOf(activity); at >= 0; at = heap.Tree.DominatorOf(at))
        {
            yield return at;
            if (heap.Graph.TypeOf(at) is { IsContext: false, IsContextPart: false })
            {
                yield break;
            }
        }
    }

    /// <summary>Those that the program keeps in a collection and has not stopped.</summary>
    private static LeakFinding? KeptOf(InspectedHeap heap, int[] activities, ActivityNames names)
    {
        if (heap.KeeperOf(activities) is not { } reference || reference.Chain.Steps.Any(step => step.Type.IsContext))
        {
            return null;
        }

        var name = names.MostOf(activities);
        var suspect = new Suspect(heap, activities) { Reference = reference, Sureness = (LeakCertainty.Possible, "operations that are still at work look the same") };
        return suspect.Finding(
            LeakFingerprint.Of(["activities", name.Source, .. reference.OwnParts]),
            $"{activities.Length:N0} Activity {Titled(name, names.IsMost(activities))} behind {suspect.Place} were started and never stopped",
            [$"By name: {names.Listed(activities)}", "Its operation may still be at work: then it is a backlog of these."],
            heap.Thresholds.PileStated,
            remedy: $"Stop each one when its operation has ended (Dispose), also when that fails or times out, and take it out of {suspect.Place} then.",
            NextCommand.ChainsTo(heap.Graph.AddressOf(activities[0])));
    }

    private static string Titled((string Operation, string Source) name, bool isMost) => isMost ? $"{name.Operation}{name.Source}" : name.Source.Trim();

    private static string HolderOf(InspectedHeap heap, SuspectReference? reference)
    {
        if (reference is null)
        {
            return "who holds the last one is not known.";
        }

        var steps = reference.Chain.Steps;
        for (var step = steps.Count - 2; step >= 0; step--)
        {
            var type = steps[step].Type;
            if (!type.IsContext && !type.IsContextPart)
            {
                var isCurrent = step < steps.Count - 2;
                return (isCurrent, AsyncCalls.MethodOf(type) ?? (type.IsContinuation ? heap.Contents?.SuspendedMethodOf(steps[step].ObjectIndex) : null)) switch
                {
                    (true, { } method) => $"the last one is Activity.Current of the waiting call of {method}.",
                    (true, null) when reference.Chain.Root is { Thread: { } thread } => $"the last one is Activity.Current of {thread}{RunningOn(heap, thread)}.",
                    (true, null) => $"the last one is Activity.Current of {type.ShortName}.",
                    _ => $"{reference.InWords} holds the last one.",
                };
            }
        }

        return $"the last one is Activity.Current of {(reference.Chain.Root.Thread is { } running ? $"{running}{RunningOn(heap, running)}" : ChainWords.Place(reference.Chain.Root))}.";
    }

    /// <summary>The program's own method that a thread runs, where it has a local; empty where none is known.</summary>
    private static string RunningOn(InspectedHeap heap, string thread) =>
        heap.Graph.Roots.FirstOrDefault(root => root.Thread == thread && root.Method is { } method && !FrameworkNames.OwnsMethod(method)).Method is { } own ? $", in {own}" : "";
}
