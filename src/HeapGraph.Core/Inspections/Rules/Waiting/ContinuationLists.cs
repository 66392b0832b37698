using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Flows;

namespace HeapGraph.Core.Inspections.Rules.Waiting;

/// <summary>Tasks behind which many are to go on.</summary>
internal static class ContinuationLists
{
    extension(InspectedHeap heap)
    {
        /// <summary>Each with the array of what is to go on.</summary>
        public IEnumerable<(int Task, int Array, int[] Items)> TasksWithMany() =>
            from array in heap.ObjectsOf(type => type.Name == FrameworkWaiters.SeveralItems)
            let items = heap.Graph.References[array].ToArray()
            where items.Length >= LeakThresholds.LeastObjects && heap.Graph.TypeOf(items[0]).IsPlumbing
            let list = heap.Tree.DominatorOf(array)
            where list >= 0 && heap.Graph.TypeOf(list).Name == FrameworkWaiters.Several
            let task = heap.Tree.DominatorOf(list)
            where task >= 0 && heap.Graph.TypeOf(task) is var type && (type.Name.StartsWith(FrameworkTask.Base, StringComparison.Ordinal) || FrameworkTask.IsBox(type))
            select (task, array, items);
    }
}
