using HeapGraph.Core.Analysis;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Inspections.Flow;

/// <summary>Whether objects are held by others than those that are meant to hold them.</summary>
internal static class OutsideReferrers
{
    private const int MostSteps = 16;   // of a chain of dominators

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
            var isOutside = graph.Types.Select(type => !isMeant(type)).ToArray();
            var held = tree.ReferredToByOthers(graph, objects, index => isOutside[graph.TypeIndexOf(index)] && meant?.Contains(index) != true && !graph.StaticStorage.Contains(index));
            held.UnionWith(objects.Where(index => graph.RootsOf(index).Any()));
            return held;
        }

        /// <summary>Of some objects those that another one refers to which does not hang on the object itself, as a buffer's owner does that pins it.</summary>
        /// <remarks>One pass over all references.</remarks>
        /// <param name="graph">The heap.</param>
        /// <param name="objects">The objects.</param>
        /// <param name="counts">Whether an object counts that refers to one of them; asked for these alone.</param>
        public HashSet<int> ReferredToByOthers(ObjectGraph graph, IReadOnlyCollection<int> objects, Func<int, bool> counts)
        {
            var (wanted, found) = (ObjectSet.Of(graph.ObjectCount, objects), new HashSet<int>());
            for (var index = 0; objects.Count > 0 && index < graph.ObjectCount; index++)
            {
                foreach (var target in graph.References[index])
                {
                    if (wanted.Contains(target) && !found.Contains(target) && counts(index) && tree.IsReachable(index) && !tree.IsKeptBy(index, target))
                    {
                        found.Add(target);
                    }
                }
            }

            return found;
        }

        /// <summary>Whether an object would go with another one, a few steps above it, or is that one.</summary>
        public bool IsKeptBy(int index, int holder)
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
