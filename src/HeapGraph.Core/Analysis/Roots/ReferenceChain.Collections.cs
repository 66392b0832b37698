using HeapGraph.Core.Analysis.Collections;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;

namespace HeapGraph;

public sealed partial record ReferenceChain
{
    /// <summary>The same chain as people see it: from a collection straight to what it holds, without the arrays and nodes
    /// in between, and with names and values.</summary>
    /// <param name="graph">The heap.</param>
    /// <param name="details">Names and values.</param>
    /// <param name="insideByStep">By object of the chain, the collection within which it is an inner node; see <see cref="CollectionInsides.Along"/>.</param>
    /// <param name="isKept">Whether a step is shown though it is an inner node.</param>
    internal ReferenceChain AcrossCollections(ObjectGraph graph, IObjectDetails details, IReadOnlyList<string?> insideByStep, Func<ChainStep, bool> isKept)
    {
        var shown = new List<ChainStep>();
        var objects = Objects;
        for (var (step, before) = (0, -1); step < objects.Count; step++)
        {
            if (insideByStep[step] is not null && !isKept(objects[step]))
            {
                continue;
            }

            var way = objects.Skip(Math.Max(0, before)).Take(step - Math.Max(0, before) + 1).Select(passed => passed.ObjectIndex).ToArray();
            shown.Add(objects[step].DescribedBy(details) with
            {
                Through = Math.Max(0, way.Length - 2),
                Via = before < 0 ? []
                    : way.Length > 2 ? ElementLabels.Of(details, graph, way, insideByStep[step - 1]!)
                    : details.LabelsOf(way[0], way[1]),
            });
            before = step;
        }

        return WithObjects(shown);
    }
}
