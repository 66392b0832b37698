using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Calls of async methods that hold in a local what they will dispose of when they go on.</summary>
internal static class HoldingCalls
{
    extension(InspectedHeap heap)
    {
        /// <summary>Some calls, what dominates them, and the timers of what they wait with.</summary>
        public int[] WithTimers(IReadOnlyCollection<int> calls)
        {
            var all = heap.WithHolders(calls);
            return [.. all, .. heap.HoldersOf(all.Where(index => FrameworkWaiters.IsPromise(heap.Graph.TypeOf(index))))];
        }

        /// <summary>A call that holds one of some objects, where most of them are held so: then it is the calls that do not come to an end. None elsewhere.</summary>
        public int[] OneCallIfMostHold(IReadOnlyCollection<int> objects)
        {
            var left = objects.ToHashSet();
            var holders = new List<int>();
            foreach (var call in heap.ObjectsOf(type => type.IsContinuation || (AsyncCalls.MethodOf(type) is { } method && !FrameworkNames.OwnsMethod(method))))
            {
                var isHolder = false;
                foreach (var target in heap.Graph.References[call])
                {
                    isHolder |= left.Remove(target);
                }

                if (isHolder)
                {
                    holders.Add(call);
                }
            }

            return left.Count * 2 < objects.Count ? [holders[holders.Count / 2]] : [];
        }
    }
}
