namespace HeapGraph.Core.Reading.Walking;

/// <summary>Runs pieces of work on all cores, each core with a worker of its own.</summary>
internal static class Workers
{
    /// <summary>Does the work on every item; the items are taken in order, by whichever core is free.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; no worker runs any more.</exception>
    public static void ForEach<TItem, TWorker>(
        IReadOnlyList<TItem> items, Func<TWorker> newWorker, Action<TWorker, TItem> work, CancellationToken cancellation)
    {
        var next = -1;
        var threads = Math.Min(Environment.ProcessorCount, items.Count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        try
        {
            Parallel.For(0, threads, options, _ =>
            {
                var worker = newWorker();
                for (var index = Interlocked.Increment(ref next); index < items.Count; index = Interlocked.Increment(ref next))
                {
                    cancellation.ThrowIfCancellationRequested();
                    work(worker, items[index]);
                }
            });
        }
        catch (AggregateException many) when (many.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(many.InnerExceptions[0]);
        }
    }
}
