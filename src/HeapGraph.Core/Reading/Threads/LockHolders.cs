namespace HeapGraph.Core.Reading.Threads;

/// <summary>Gives each thread the locks that it holds, and each lock the threads that wait for it.</summary>
internal static class LockHolders
{
    public static IReadOnlyList<HeapThread> In(IReadOnlyList<HeapThread> threads, IEnumerable<HeapLock> locks)
    {
        var waiting = threads.Where(thread => thread.WaitsFor is { Kind: HeapWaitKind.Lock }).ToLookup(thread => thread.WaitsFor!.Address, thread => thread.Id);
        var held = locks.Select(each => each with { Waiters = [.. waiting[each.Address].Where(id => id != each.Owner).Order()] }).ToLookup(each => each.Owner);
        return [.. threads.Select(thread => thread with
        {
            Holds = [.. held[thread.Id].OrderByDescending(each => each.Waiters.Count).ThenBy(each => each.Address)],
        })];
    }
}
