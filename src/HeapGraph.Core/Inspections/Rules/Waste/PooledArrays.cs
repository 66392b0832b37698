using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Holders;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>What waits in pools.</summary>
internal static class PooledArrays
{
    extension(InspectedHeap heap)
    {
        /// <summary>The arrays that wait in an <c>ArrayPool</c>, each once, with what holds them there.</summary>
        public IEnumerable<(int Shelf, int Array)> WaitingArrays() =>
            (from shelf in heap.ObjectsOf(FrameworkPools.IsShelf)
             from array in heap.ArraysOn(shelf)
             select (shelf, array)).DistinctBy(waiting => waiting.array);

        /// <summary>The elements of a collection in which a pool may keep what waits.</summary>
        /// <param name="collection">The collection.</param>
        /// <param name="item">The full name of its type argument.</param>
        public int[] ElementsOf(int collection, string item)
        {
            var items = new List<int>();
            var seen = new HashSet<int> { collection };
            var open = new Stack<int>([collection]);
            while (open.TryPop(out var part))
            {
                foreach (var target in heap.Graph.References[part])
                {
                    if (!seen.Add(target))
                    {
                        continue;
                    }

                    var type = heap.Graph.TypeOf(target);
                    if (type.Name == item || (FrameworkNames.IsOwn(type) && item[^1] != ']'))
                    {
                        items.Add(target);
                    }
                    else if (FrameworkNames.IsCollection(type))
                    {
                        open.Push(target);
                    }
                }
            }

            return [.. items.Order()];
        }

        private List<int> ArraysOn(int shelf)
        {
            var arrays = new List<int>();
            var isThreads = FrameworkPools.IsThreads(heap.Graph.TypeOf(shelf));
            foreach (var target in heap.Graph.References[shelf])
            {
                if (isThreads)
                {
                    arrays.Add(target);
                    continue;
                }

                foreach (var array in heap.Graph.TypeOf(target).Traits.HasFlag(HeapTypeTraits.Array) ? heap.Graph.References[target] : [])
                {
                    arrays.Add(array);
                }
            }

            return arrays;
        }
    }
}
