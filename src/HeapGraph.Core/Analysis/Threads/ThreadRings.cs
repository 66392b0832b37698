namespace HeapGraph.Core.Analysis.Threads;

/// <summary>Deadlocks: threads each of which waits for a lock that the next one holds, or for its end, in a ring.</summary>
internal static class ThreadRings
{
    /// <summary>Each ring once, from its lowest id on. A thread waits for one other at most, so rings share no thread. O(threads).</summary>
    public static IReadOnlyList<IReadOnlyList<HeapThread>> In(IReadOnlyList<HeapThread> threads)
    {
        var byId = threads.DistinctBy(thread => thread.Id).ToDictionary(thread => thread.Id);   // a damaged dump may tell of one twice
        var passedFrom = new Dictionary<int, int>();   // the thread from which it was come by
        var rings = new List<IReadOnlyList<HeapThread>>();
        foreach (var start in threads.OrderBy(thread => thread.Id))
        {
            var at = start;
            while (at is not null && passedFrom.TryAdd(at.Id, start.Id))
            {
                at = Next(at);
            }

            if (at is not null && passedFrom[at.Id] == start.Id)
            {
                rings.Add(RingFrom(at));
            }
        }

        return rings;

        HeapThread? Next(HeapThread thread) => thread.WaitsFor?.Owner is { } owner ? byId.GetValueOrDefault(owner) : null;

        IReadOnlyList<HeapThread> RingFrom(HeapThread any)
        {
            var ring = new List<HeapThread> { any };
            for (var next = Next(any)!; next.Id != any.Id; next = Next(next)!)
            {
                ring.Add(next);
            }

            var lowest = ring.IndexOf(ring.MinBy(thread => thread.Id)!);
            return [.. ring.Skip(lowest), .. ring.Take(lowest)];
        }
    }
}
