namespace HeapGraph.Core.Analysis.Threads;

/// <summary>Threads with equal stacks, together.</summary>
internal static class ThreadGroups
{
    /// <summary>What matters most first, then the largest, then those with the lowest ids. Who has an exception stands alone.</summary>
    public static IReadOnlyList<IReadOnlyList<HeapThread>> Of(
        IReadOnlyList<HeapThread> threads, IReadOnlyList<IReadOnlyList<HeapThread>> deadlocks, HeapDeath? death)
    {
        var locked = deadlocks.SelectMany(ring => ring).Select(thread => thread.Id).ToHashSet();
        return [.. threads
            .GroupBy(thread => (thread.Exception is null ? 0 : thread.Id, thread.Unread, thread.WaitsFor?.Kind, Stack: string.Join('\n', thread.Frames.Select(frame => $"{frame.Method} {frame.SourceLine}"))))
            .Select(same => (IReadOnlyList<HeapThread>)[.. same.OrderBy(thread => thread.Id)])
            .OrderBy(same => same.Any(thread => thread.Id == death?.ThreadId) ? 0
                : same.Any(thread => locked.Contains(thread.Id)) ? 1
                : same[0].Exception is not null ? 2
                : same[0].Frames.Count > 0 ? 3 : 4)
            .ThenByDescending(same => same.Count)
            .ThenBy(same => same[0].Id)];
    }
}
