using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Flow;

/// <summary>Whether objects are held by others than those that are meant to hold them.</summary>
internal static class OutsideReferrers
{
    private const int MostSteps = 16;

    extension(DominatorTree tree)
    {
        /// <summary>Of some objects those that a GC root refers to, or an object of a type that is not meant to. What hangs on the object itself does not count.</summary>
        /// <remarks>One pass over all references.</remarks>
        /// <param name="graph">The heap.</param>
        /// <param name="objects">The objects.</param>
        /// <param name="isMeant">The types of those that hold them as a matter of course.</param>
        /// <param name="meant">Objects that do so, whatever their type.</param>
        public HashSet<int> HeldOutside(ObjectGraph graph, IReadOnlyCollection<int> objects, Func<HeapType, bool> isMeant, IReadOnlySet<int>? meant = null)
        {
            var wanted = ObjectSet.Of(graph.ObjectCount, objects);
            var isOutside = graph.Types.Select(type => !isMeant(type)).ToArray();
            var held = objects.Where(index => graph.RootsOf(index).Any()).ToHashSet();
            for (var index = 0; objects.Count > 0 && index < graph.ObjectCount; index++)
            {
if (isOutside[graph.TypeIndexOf(index)] && meant?.Contains(index) != true)
                {
                    foreach (var target in graph.References[index])
                    {
                        if (wanted.Contains(target) && tree.IsReachable(index) && !tree.IsBelow(index, target) && !graph.StaticStorage.Contains(index))
                        {
                            held.Add(target);
                        }
                    }
                }
            }

            return held;
        }

        /// <summary>Whether an object would go with another one, a few steps above it.</summary>
        private bool IsBelow(int index, int holder)
        {
            for (var (at, steps) = (index, 0); at >= 0 && steps < MostSteps; at = tree.DominatorOf(at), steps++)
            {
                if (at == holder)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
