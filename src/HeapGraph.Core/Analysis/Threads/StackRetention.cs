using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Threads;

/// <summary>What the stack of each thread alone keeps alive: the objects that would go if its locals were cleared, and nothing else.</summary>
internal static class StackRetention
{
    private const int Unmet = 0, Shared = -1;   // else the number of a thread

    /// <summary>Follows all other roots first, then the locals of one thread after the other; what a second thread comes to is shared from
    /// there on. Each object is met twice at most: O(objects + references) time, 4 bytes per object.</summary>
    /// <param name="graph">A graph with <see cref="GraphParts.Reachability"/>.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>By the managed ids of the threads.</returns>
    public static IReadOnlyDictionary<int, HeapRetained> ByThread(ObjectGraph graph, CancellationToken cancellation)
    {
        var met = new int[graph.ObjectCount];
        var pending = new Stack<int>();
        var threads = graph.Roots.Where(IsLocal).GroupBy(root => root.Parts!.StackOf!.Value).OrderBy(locals => locals.Key).ToArray();
        Follow(Shared, graph.Roots.Where(root => !IsLocal(root)));
        foreach (var (number, locals) in threads.Index())
        {
            Follow(number + 1, locals);
        }

        var retained = new (long Objects, long Bytes)[threads.Length + 1];
        for (var index = 0; index < met.Length; index++)
        {
            if (met[index] > 0)
            {
                retained[met[index]].Objects++;
                retained[met[index]].Bytes += graph.BytesOf(index);
            }
        }

        return threads.Index().ToDictionary(thread => thread.Item.Key, thread => new HeapRetained(retained[thread.Index + 1].Objects, retained[thread.Index + 1].Bytes));

        void Follow(int owner, IEnumerable<HeapRoot> roots)
        {
            foreach (var root in roots)
            {
                Meet(root.ObjectIndex, owner);
            }

            for (var steps = 1; pending.TryPop(out var next); steps++)
            {
                if ((steps & 0xFFFFF) == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                foreach (var target in graph.References[next])
                {
                    Meet(target, met[next]);
                }
            }
        }

        void Meet(int index, int owner)
        {
            var known = met[index];
            if (known != owner && known != Shared)
            {
                met[index] = known == Unmet ? owner : Shared;
                pending.Push(index);
            }
        }
    }

    private static bool IsLocal(HeapRoot root) => root.Parts is { StackOf: not null };
}
