using HeapGraph.Core.Graph.Names.Frameworks.Flows;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>What activities are called, and which sources started them.</summary>
/// <param name="heap">The heap.</param>
internal sealed class ActivityNames(InspectedHeap heap)
{
    /// <summary>In place of the name of one that has none.</summary>
    public const string NoName = "without a name";

    private const int MostNames = 1_000;

    private readonly Dictionary<int, string> _texts = [];

    /// <summary>The name that most of some activities have, and their source: <c>"receive"</c>, <c> (source "Shop.Feed")</c>.</summary>
    public (string Operation, string Source) MostOf(int[] activities) => ByName(activities).Groups[0].Name;

    /// <summary>Whether at least half of some activities have that name.</summary>
    public bool IsMost(int[] activities) => ByName(activities) is var (groups, looked) && groups[0].Count * 2 >= looked;

    /// <summary>"3,900 "receive" (source "Shop.Feed"), 100 "open" (source "Shop.Feed").".</summary>
    public string Listed(int[] activities)
    {
        var (groups, looked) = ByName(activities);
        return $"{(looked < activities.Length ? $"of {looked:N0} that were looked at " : "")}{string.Join(", ", groups.Take(3).Select(group => $"{group.Count:N0} {group.Name.Operation}{group.Name.Source}"))}"
            + (groups.Count > 3 ? $" and {groups.Count - 3:N0} more names." : ".");
    }

    /// <summary>All of them as long as they have not too many different names, else some.</summary>
    private (List<((string Operation, string Source) Name, int Count)> Groups, int Looked) ByName(int[] activities)
    {
        var byText = activities.CountBy(PairOf).ToArray();
        var looked = activities.Length;
        if (byText.Length > MostNames)
        {
            var sample = activities.Sample(MostNames);
            (byText, looked) = ([.. sample.CountBy(PairOf)], sample.Length);
        }

        return ([.. byText.GroupBy(pair => (TextOf(pair.Key.Operation), SourceOf(pair.Key.Source)), pair => pair.Value).Select(same => (same.Key, same.Sum()))
            .OrderByDescending(group => group.Item2).ThenBy(group => $"{group.Key.Item1}{group.Key.Item2}", StringComparer.Ordinal)], looked);

        (int Operation, int Source) PairOf(int activity) => (TargetIn(activity, FrameworkActivity.Operation), TargetIn(activity, FrameworkActivity.Source));
    }

    private string SourceOf(int source) => source >= 0 && TextOf(TargetIn(source, FrameworkActivity.SourceName)) is { Length: > 2 } name && name != NoName ? $" (source {name})" : "";

    private string TextOf(int text) =>
        text < 0 ? NoName : _texts.TryGetValue(text, out var known) ? known : _texts[text] = heap.ValueOf(text) ?? NoName;

    private int TargetIn(int index, string[] names) => heap.Targets.In(index, names) ?? -1;
}
