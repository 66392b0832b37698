using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Choices;

/// <summary>The objects that the user chose by type and by address.</summary>
internal sealed record ObjectChoice(TypeChoice Types, ulong[] Addresses)
{
    /// <summary>The condition that they have to meet; null for none.</summary>
    public string? Where { get; init; }

    /// <summary>Whether nothing was chosen, so that every object is meant.</summary>
    public bool IsOfAll => Types.Chosen.IsEmpty && Addresses.Length == 0 && Types.Filter.IsEmpty && Where is null;

    /// <summary>Whether objects were chosen by their types alone, or not at all.</summary>
    public bool IsOfTypes => Addresses.Length == 0 && Where is null;

    /// <summary>Of some types which were chosen, by type index.</summary>
    /// <exception cref="UsageException">A name that matches nothing.</exception>
    public Func<int, bool> AmongTypes(IReadOnlyList<HeapType> types)
    {
        var isChosen = Types.In(types);
        Types.RequireMatches();
        return isChosen;
    }

    /// <summary>Whether objects were chosen by their addresses alone.</summary>
    public bool IsOfAddresses => Types.Chosen.IsEmpty && Addresses.Length > 0;

    /// <summary>The numbers of the chosen objects that count, however they were chosen, each once.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="counting">The objects that count; all when null.</param>
    /// <param name="others">How many more were chosen that do not count.</param>
    /// <exception cref="UsageException">A name or an address that matches nothing.</exception>
    public IReadOnlyList<int> Within(Heap heap, ObjectGraph graph, ObjectSet? counting, out int others)
    {
        var chosen = In(heap, graph, counting, out others);
        var within = counting is null ? chosen : [.. chosen.Where(counting.Contains)];
        others += chosen.Count - within.Count;
        return within;
    }

    /// <summary>The same as <see cref="In"/>; where none of them counts and others are unreachable, these: what nothing keeps alive is an answer too.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="reachable">The objects that count; null from then on where garbage is meant.</param>
    /// <param name="unreachable">How many there are of the chosen types that do not count.</param>
    /// <exception cref="UsageException">A name or an address that matches nothing.</exception>
    public IReadOnlyList<int> InOrGarbage(Heap heap, ObjectGraph graph, ref ObjectSet? reachable, out int unreachable)
    {
        var chosen = In(heap, graph, reachable, out unreachable);
        if (chosen.Count > 0 || unreachable == 0)
        {
            return chosen;
        }

        reachable = null;
        return In(heap, graph, null, out _);
    }

    /// <summary>The numbers of the chosen objects that pass the filter, each once: those chosen by address first. From now on the heap's results
    /// say what was left out.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="reachable">The objects that count; all when null. An address counts whether reachable or not.</param>
    /// <param name="unreachable">How many more there are of the chosen types that do not count.</param>
    /// <exception cref="UsageException">A name or an address that matches nothing.</exception>
    public IReadOnlyList<int> In(Heap heap, ObjectGraph graph, ObjectSet? reachable, out int unreachable)
    {
        var isChosen = AmongTypes(graph.Types);
        var fits = Types.Filter.ObjectsIn(graph);
        var byAddress = Addresses.Select(address => ObjectAddress.ObjectAt(graph, address))
            .Where(index => Types.Filter.IncludesType(graph.TypeOf(index)) && fits?.Invoke(index) != false).ToHashSet();
        List<int> chosen = [.. byAddress];
        var garbage = new List<int>();
        if (!IsOfAddresses)
        {
            for (var index = 0; index < graph.ObjectCount; index++)
            {
                if (!isChosen(graph.TypeIndexOf(index)) || fits?.Invoke(index) == false)
                {
                    continue;
                }

                if (reachable?.Contains(index) == false)
                {
                    garbage.Add(index);
                }
                else if (!byAddress.Contains(index))
                {
                    chosen.Add(index);
                }
            }
        }

        var left = Where is null ? chosen : heap.Reading.Narrow(chosen, Where);
        unreachable = Where is null || garbage.Count == 0 ? garbage.Count : heap.Reading.Meeting(garbage, Where, mayBeUnknown: true).Objects.Length;
        return left;
    }
}
