namespace HeapGraph.Core.Reading.Threads;

/// <summary>What is missing from threads that were read without a heap, in sentences.</summary>
internal static class NoHeapWords
{
    /// <summary>What that means, and what is not told of how many threads.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="nameless">Of how many it is not known whether they have a name.</param>
    /// <param name="objects">The objects that were found all the same.</param>
    public static IEnumerable<string> Of(IReadOnlyList<HeapThread> threads, int nameless, ScatteredObjects objects)
    {
        yield return "The dump holds no heap: of objects it tells only what stacks lead to, and of these what happens to be in it. "
            + "A thread may hold more locks than are listed.";
        var exceptions = threads.Where(thread => thread.Exception is not null).SelectMany(thread => All(thread.Exception!))
            .Count(exception => exception.Unread is not null || exception.InnerLeftOut > 0);
        var frames = threads.Sum(thread => thread.Frames.Concat(thread.OuterFrames).Count(frame => frame.Method == HeapFrame.Unknown));
        var waits = threads.Count(thread => thread.WaitsFor is { Type: null, Kind: not (HeapWaitKind.Time or HeapWaitKind.Work or HeapWaitKind.Input) });
        string[] missing =
        [
            .. Some(nameless, "the name of 1 thread", $"the names of {nameless:N0} threads"),
            .. Some(frames, "the method of 1 frame", $"the methods of {frames:N0} frames"),
            .. Some(exceptions, "parts of 1 exception", $"parts of {exceptions:N0} exceptions"),
            .. Some(waits, "the object that 1 thread waits for", $"the objects that {waits:N0} threads wait for"),
            .. Some(objects.UnreadThreads, "what the frames of 1 thread hold", $"what the frames of {objects.UnreadThreads:N0} threads hold"),
        ];
        if (missing.Length > 0)
        {
            yield return $"Not known: {string.Join("; ", missing)}.";
        }
    }

    private static string[] Some(int count, string one, string several) => count switch { 0 => [], 1 => [one], _ => [several] };

    private static IEnumerable<HeapException> All(HeapException exception) => [exception, .. exception.Inner.SelectMany(All)];
}
