using System.Reflection.Metadata;

namespace HeapGraph.Cli.Tests.Layers;

/// <summary>Files that share a type (a partial class) are one; the main one, named like a type in it, stands for all.</summary>
internal sealed record SourceNode(string MainFile, IReadOnlyList<string> Files, IReadOnlySet<string> Libraries)
{
    public string Folder { get; } = MainFile[..MainFile.LastIndexOf('/')];

    public override string ToString() => MainFile;
}

/// <summary>A type of one file refers to a type of another.</summary>
internal sealed record SourceArrow(SourceNode From, SourceNode To)
{
    public override string ToString() => $"{From} -> {To}";
}

/// <summary>Which source file refers to which, as compiled.</summary>
internal sealed class SourceGraph
{
    private readonly Dictionary<string, SourceNode> _nodeByFile = [];

    private SourceGraph(IReadOnlyDictionary<TypeDefinitionHandle, CompiledType> types)
    {
        var written = types.Values.Where(type => type.Files.Count > 0).ToList();   // the compiler makes some types without a file
        foreach (var files in Groups(written))
        {
            var inside = written.Where(type => files.Overlaps(type.Files)).ToList();
            var names = inside.Select(type => type.Name.Split('`')[0] + ".cs").ToHashSet();
            var main = files.OrderBy(file => !names.Contains(file[(file.LastIndexOf('/') + 1)..])).ThenBy(file => file.Length).ThenBy(file => file).First();
            var node = new SourceNode(main, [.. files.Order()], inside.SelectMany(type => type.Libraries).ToHashSet());
            foreach (var file in files)
            {
                _nodeByFile[file] = node;
            }
        }

        Nodes = [.. _nodeByFile.Values.Distinct().OrderBy(node => node.MainFile, StringComparer.Ordinal)];
        Arrows = [.. (
            from type in written
            from target in type.RefersTo
            where types[target].Files.Count > 0
            let arrow = new SourceArrow(NodeOf(type), NodeOf(types[target]))
            where arrow.From != arrow.To
            select arrow).Distinct().OrderBy(arrow => arrow.ToString(), StringComparer.Ordinal)];

        SourceNode NodeOf(CompiledType type) => _nodeByFile[type.Files.First()];
    }

    public IReadOnlyList<SourceNode> Nodes { get; }

    /// <summary>Each pair once.</summary>
    public IReadOnlyList<SourceArrow> Arrows { get; }

    public static SourceGraph Of(string assembly) => new(CompiledType.AllOf(assembly));

    /// <summary>All within which each file reaches each other, if they are more than one.</summary>
    public IReadOnlyList<IReadOnlyList<SourceNode>> Circles(Func<SourceNode, bool> isInside)
    {
        var next = Arrows.Where(arrow => isInside(arrow.From) && isInside(arrow.To)).ToLookup(arrow => arrow.From, arrow => arrow.To);
        var reachable = Nodes.Where(isInside).ToDictionary(node => node, Reachable);
        HashSet<SourceNode> seen = [];
        return [.. reachable.Keys.Where(node => !seen.Contains(node)).Select(CircleOf).Where(circle => circle.Count > 1)];

        HashSet<SourceNode> Reachable(SourceNode start)
        {
            HashSet<SourceNode> met = [];
            Stack<SourceNode> open = new(next[start]);
            while (open.TryPop(out var node))
            {
                if (met.Add(node))
                {
                    foreach (var target in next[node])
                    {
                        open.Push(target);
                    }
                }
            }

            return met;
        }

        List<SourceNode> CircleOf(SourceNode node)
        {
            List<SourceNode> circle = [.. reachable.Keys.Where(other => other == node || (reachable[node].Contains(other) && reachable[other].Contains(node)))];
            seen.UnionWith(circle);
            return circle;
        }
    }

    /// <summary>Files by the types that they share.</summary>
    private static List<HashSet<string>> Groups(IEnumerable<CompiledType> types)
    {
        List<HashSet<string>> groups = [];
        foreach (var type in types)
        {
            var shared = groups.FindAll(group => group.Overlaps(type.Files));
            groups.RemoveAll(shared.Contains);
            groups.Add([.. type.Files, .. shared.SelectMany(group => group)]);
        }

        return groups;
    }
}
