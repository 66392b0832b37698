using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Tests.Analysis.Growth;

/// <summary>The path of each object, as the definition says: layer by layer, in the order of roots, slots and type names.</summary>
internal static class SlowPaths
{
    private static readonly HeapRootKind[][] Phases = [[HeapRootKind.Static, HeapRootKind.StrongHandle], [HeapRootKind.Stack, HeapRootKind.FinalizerQueue]];

    /// <summary>The reachable objects by path; a path is its root and then a step for each slot and type.</summary>
    public static Dictionary<string, List<int>> Of(ObjectGraph graph)
    {
        var pathByObject = new Dictionary<int, string[]>();
        foreach (var kinds in Phases)
        {
            var layer = new List<(string[] Path, int[] Objects)>();
            foreach (var place in kinds.SelectMany(kind => graph.Roots.Where(root => root.Kind == kind).GroupBy(root => root.Name).OrderBy(same => same.Key, StringComparer.Ordinal)))
            {
                string[] root = [$"{place.First().Kind} {place.Key?.Split(" (")[0]}"];
                layer.AddRange(Next(root, place.Select(one => (one.ObjectIndex, Slot: 0))));
            }

            while (layer.Count > 0)
            {
                layer = [.. layer.SelectMany(group => Next(group.Path, group.Objects.SelectMany(from =>
                    graph.References[from].ToArray().Zip(graph.SlotsOf(from).ToArray(), (to, slot) => (to, Slot: (int)slot)))))];
            }
        }

        return pathByObject.GroupBy(pair => string.Join('>', pair.Value), pair => pair.Key).ToDictionary(same => same.Key, same => same.ToList());

        (string[] Path, int[] Objects)[] Next(string[] path, IEnumerable<(int Object, int Slot)> met)
        {
            var groups = met.Where(one => !pathByObject.ContainsKey(one.Object))
                .GroupBy(one => one.Object, (to, ways) => (Object: to, Slot: ways.Min(way => way.Slot)))
                .GroupBy(one => (one.Slot, graph.TypeOf(one.Object).Name))
                .OrderBy(same => same.Key.Slot).ThenBy(same => same.Key.Name, StringComparer.Ordinal)
                .Select(same => (Path: Extended(path, same.Key.Slot, same.Key.Name), Objects: same.Select(one => one.Object).ToArray()))
                .ToArray();
            foreach (var (longer, objects) in groups)
            {
                Array.ForEach(objects, one => pathByObject.Add(one, longer));
            }

            return groups;
        }
    }

    /// <summary>The path one step further; back to where it is the same step again, or to its end when that has the type.</summary>
    private static string[] Extended(string[] path, int slot, string type)
    {
        var step = $"{slot} {type}";
        if (path.Length > 1 && TypeOf(path[^1]) == type)
        {
            return path;
        }

        for (var index = path.Length - 1; index > 0; index--)
        {
            if (path[index] == step && (index > 1 ? TypeOf(path[index - 1]) : "") == (path.Length > 1 ? TypeOf(path[^1]) : ""))
            {
                return path[..(index + 1)];
            }
        }

        return [.. path, step];
    }

    private static string TypeOf(string step) => step.Split(' ')[1];
}
