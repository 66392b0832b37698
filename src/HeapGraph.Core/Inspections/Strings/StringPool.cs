using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Inspections.Strings;

/// <summary>Strings that the runtime keeps for ever: those of <c>string.Intern</c>, and the program's literals.</summary>
internal static class StringPool
{
    /// <summary>The arrays in which it keeps interned strings, and before .NET 8 literals too.</summary>
    public static int[] ArraysIn(ObjectGraph graph) => [.. graph.Roots.Where(root => root.Name == RootName.InternPool.Text).Select(root => root.ObjectIndex).Distinct()];

    /// <summary>The strings in these arrays.</summary>
    public static int[] StringsIn(ObjectGraph graph) => [.. ArraysIn(graph).SelectMany(array => graph.References[array].ToArray()).Distinct()];

    /// <summary>Literals that stand in frozen segments.</summary>
    public static IEnumerable<int> LiteralsIn(ObjectGraph graph) => graph.Roots
        .Where(root => root.Kind == HeapRootKind.Frozen && graph.TypeOf(root.ObjectIndex).Traits.HasFlag(HeapTypeTraits.String)).Select(root => root.ObjectIndex);
}
