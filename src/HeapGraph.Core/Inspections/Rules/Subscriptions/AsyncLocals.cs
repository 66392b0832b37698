using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;
using HeapGraph.Core.Inspections.Rules.Waiting;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Subscriptions;

/// <summary>Values of an AsyncLocal that outlive the call that set them: timers, registrations and async calls that were begun in it captured its
/// ExecutionContext, and nothing else refers to them.</summary>
internal sealed class AsyncLocals : ILeakInspection
{
    public string Name => "async-locals";

    public string Subject => "AsyncLocal values that captured contexts keep alive";

    public string FalseAlarms => "Loops and timers that are meant to work with the value that was current when they began. What the program holds elsewhere too does not count, nor do calls that wait for anything but the time.";

    private const string Unnamed = "an AsyncLocal", Named = "AsyncLocal ";
    private const int MostLabeled = 2_000;
    private const int MostListed = 3;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap)
    {
        if (heap.Flowing.HolderOf.Count < LeakThresholds.LeastLarge)
        {
            return [];
        }

        var captors = CaptorsByContext(heap);
        var told = new HashSet<int>();
        return [.. heap.Flowing.HolderOf.Keys.GroupBy(heap.Graph.TypeIndexOf)
            .Where(values => values.Count() >= LeakThresholds.LeastLarge)
            .SelectMany(values => ByLocal(heap, [.. values.Order()]))
            .OrderByDescending(found => heap.RetainedBytesOf(found.Values)).ThenBy(found => found.Local, StringComparer.Ordinal)
            .Select(found => FindingOf(heap, found.Local, found.Values, captors, told))
            .OfType<LeakFinding>()];
    }

    /// <summary>Values of one type by the AsyncLocal that holds them; of many all by that of most.</summary>
    private static IEnumerable<(string Local, int[] Values)> ByLocal(InspectedHeap heap, int[] values)
    {
        var named = values.Sample(MostLabeled).LargestGroupsBy(LocalOf, name => name);
        return values.Length > MostLabeled ? [(named[0].Key, values)] : named.Select(group => (group.Key, group.ToArray()));

        string LocalOf(int value) => FlowingNames.OfValue(heap, value) ?? Unnamed;
    }

    private static ILookup<int, (int Object, CaptorKind Kind)> CaptorsByContext(InspectedHeap heap)
    {
        var kinds = heap.Graph.Types.Select(Captors.KindOf).ToArray();
        return Enumerable.Range(0, kinds.Length).Where(type => kinds[type] != CaptorKind.None)
            .SelectMany(type => heap.ObjectsOf(type).ToArray().SelectMany(captor => heap.Flowing.ContextsOf(captor).Distinct().Select(context => (context, captor, kinds[type]))))
            .ToLookup(found => found.context, found => (found.captor, found.Item3));
    }

    private static LeakFinding? FindingOf(InspectedHeap heap, string local, int[] values, ILookup<int, (int Object, CaptorKind Kind)> captorsByContext, HashSet<int> told)
    {
        var wanted = values.ToHashSet();
        int[] contexts = [.. heap.Flowing.ValuesByContext.Where(pair => pair.Value.Any(wanted.Contains)).Select(pair => pair.Key).Order()];
        var captors = Captors.WithoutPlumbing(heap, [.. contexts.SelectMany(context => captorsByContext[context]).DistinctBy(captor => captor.Object)]);
        int[] objects = [.. captors.Select(captor => captor.Object)];
        var outlive = Captors.Outliving(heap, captors);
        int[] own = [.. values, .. contexts.Where(told.Add)];   // a context goes with the first of its values that is told
        var suspect = new Suspect(heap, values, heap.RetainedBytesOf(own))
        {
            Reference = ReferenceOf(heap, values, contexts),
            Kind = LeakKind.Leaked,
            Sureness = (LeakCertainty.Likely, "timers, registrations and loops outlive the call that began them, and nothing else refers to the values"),
            Explained = [.. values, .. contexts, .. heap.WithTimers(objects)],
        };
        var flowing = heap.FlowingBytesOf(objects);
        var rest = heap.RetainedBytesOf([.. objects, .. contexts, .. values]) - flowing;
        if (captors.Length == 0 || outlive * 2 < captors.Length || suspect.Bytes * 8 < flowing || flowing < rest || !(suspect.IsMany || heap.Thresholds.IsPile(suspect.Count, suspect.Bytes)))
        {
            return null;
        }

        var type = heap.Graph.TypeOf(values[0]);
        var what = NameOf(heap, values[0]);
        var who = Listed(captors.LargestGroupsBy(captor => Captors.WordsOf(heap, captor.Object, captor.Kind), words => words.Of));
        return suspect.Finding(
            LeakFingerprint.Of("async-local", local, type.Name),
            $"{ChainWords.Capitalized(local)} holds {values.Length:N0} {what} in the contexts that {who} captured",
            [
                $"{contexts.Length:N0} captured ExecutionContexts hold {values.Length:N0} {what} as the value of {local}, {suspect.Average} each.",
                "Nothing else refers to these values: each lives as long as who captured it, however long the call is over that set it.",
            ],
            heap.Thresholds.ManyStated("values of one AsyncLocal that captured contexts alone hold"),
            remedy: $"Begin what outlives the call without its context: {(captors.Any(captor => captor.Kind is CaptorKind.Timer) ? "new Timer, Register or the call" : captors.Any(captor => captor.Kind is CaptorKind.Registration) ? "Register or the call" : "the call or Task.Run")} within using (ExecutionContext.SuppressFlow()) {{ … }}; "
                + (SetterOf(local) is { } setter ? $"or set {setter} to null before." : "or begin it where no value is set."),
            NextCommand.ChainsTo(type, heap.Graph.AddressOf(values[0]))) with
        {
            About = [values[values.Length / 2]],   // an Activity that nobody stopped
        };
    }

    /// <summary>A value's type; of one of .NET's that stands around another, that one's too.</summary>
    private static string NameOf(InspectedHeap heap, int value)
    {
        var type = heap.Graph.TypeOf(value);
        return FrameworkNames.Owns(type) && heap.Graph.References[value] is [var inner] && heap.Graph.TypeOf(inner) is { } held && !held.Traits.HasFlag(HeapTypeTraits.String)
            ? $"{type.ShortName} with {held.ShortName}" : type.ShortName;
    }

    /// <summary>What the program sets to null to clear an AsyncLocal; null where it has no access to it.</summary>
    private static string? SetterOf(string local) =>
        !local.StartsWith(Named, StringComparison.Ordinal) || local.StartsWith($"{Named}<", StringComparison.Ordinal) ? "the AsyncLocal's Value"
        : FrameworkContext.SetterOf(local[Named.Length..]) ?? (FrameworkNames.Owns(local[Named.Length..]) ? null : $"{local[Named.Length..]}.Value");

    /// <summary>"200 timers of Poller and 200 waiting calls of Feed.Loop".</summary>
    private static string Listed<T>(IGrouping<(string Noun, string Of), T>[] kinds)
    {
        string[] named = [.. kinds.Take(MostListed).Select(kind => $"{kind.Count():N0} {kind.Key.Noun}{(kind.Count() == 1 ? "" : "s")}{kind.Key.Of}"), .. kinds.Length > MostListed ? ["others"] : (string[])[]];
        return named.Length == 1 ? named[0] : $"{string.Join(", ", named[..^1])} and {named[^1]}";
    }

    /// <summary>The reference to the context that holds the value that retains most.</summary>
    private static SuspectReference? ReferenceOf(InspectedHeap heap, int[] values, int[] contexts)
    {
        var among = contexts.ToHashSet();
        return heap.ReferenceTo(values.MaxBy(heap.Tree.RetainedBytesOf)) is { } last
            ? last with { Step = last.Chain.Steps.Index().Where(step => among.Contains(step.Item.ObjectIndex)).Select(step => step.Index).LastOrDefault(last.Step) }
            : null;
    }
}
