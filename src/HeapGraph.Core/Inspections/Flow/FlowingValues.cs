using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;

namespace HeapGraph.Core.Inspections.Flow;

/// <summary>The values of AsyncLocals that contexts hold, and nothing else.</summary>
internal sealed class FlowingValues
{
    // From fewer values, or less that they retain, nothing is made.
    private const int LeastValues = 20;
    private const long LeastBytes = 64 << 10;

    private readonly ObjectGraph _graph;
    private readonly Dictionary<int, int[]> _valuesByContext = [];

    /// <summary>Finds them.</summary>
    /// <remarks>A look at what each context refers to; where that is much, a pass over all references.</remarks>
    /// <param name="graph">The heap.</param>
    /// <param name="tree">Its dominator tree.</param>
    /// <param name="contexts">All reachable contexts.</param>
    public FlowingValues(ObjectGraph graph, DominatorTree tree, IEnumerable<int> contexts)
    {
        _graph = graph;
        var holders = new Dictionary<int, int>();
        var byContext = contexts.ToDictionary(context => context, context => ValuesIn(context).ToArray());
        foreach (var (holder, value) in byContext.Values.SelectMany(values => values))
        {
            holders.TryAdd(value, holder);
        }

        if (holders.Count < LeastValues || holders.Keys.Sum(tree.RetainedBytesOf) < LeastBytes)
        {
            return;
        }

        var others = tree.HeldOutside(graph, holders.Keys, type => type.IsContext || type.IsContextPart);
        HolderOf = holders.Where(pair => !others.Contains(pair.Key)).ToDictionary();
        foreach (var (context, values) in byContext)
        {
            int[] own = [.. values.Select(value => value.Value).Where(HolderOf.ContainsKey)];
            if (own.Length > 0)
            {
                _valuesByContext.Add(context, own);
            }
        }
    }

    /// <summary>Each value with an object that refers to it: a part of a context, which knows its AsyncLocal.</summary>
    public IReadOnlyDictionary<int, int> HolderOf { get; } = new Dictionary<int, int>();

    /// <summary>The contexts with such values.</summary>
    public IReadOnlyDictionary<int, int[]> ValuesByContext => _valuesByContext;

    /// <summary>The contexts with such values that an object refers to.</summary>
    public IEnumerable<int> ContextsOf(int captor)
    {
        foreach (var target in _valuesByContext.Count == 0 ? [] : _graph.References[captor].ToArray())
        {
            if (_valuesByContext.ContainsKey(target))
            {
                yield return target;
            }
        }
    }

    private IEnumerable<(int Holder, int Value)> ValuesIn(int context)
    {
        var (open, seen) = (new Stack<int>([context]), new HashSet<int>());
        while (open.TryPop(out var holder))
        {
            foreach (var target in _graph.References[holder].ToArray())
            {
                var type = _graph.TypeOf(target);
                if (type.IsContextPart)
                {
                    if (seen.Add(target))
                    {
                        open.Push(target);
                    }
                }
                else if (holder != context && !type.IsAsyncLocal && type.Name != "int[]" && !type.Name.Contains("Comparer", StringComparison.Ordinal))
                {
                    yield return (holder, target);
                }
            }
        }
    }
}
