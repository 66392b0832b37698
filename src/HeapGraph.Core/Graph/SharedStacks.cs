namespace HeapGraph.Core.Graph;

/// <summary>Work that leads to more work, on all cores: each worker has a stack of its own, and gives away half of it when another
/// has nothing to do.</summary>
/// <typeparam name="T">A piece of work.</typeparam>
internal sealed class SharedStacks<T>
{
    private const int LeastShared = 64;   // fewer are not worth a lock
    private readonly Stack<T[]> _shared = [];
    private int _working;
    private int _idle;
    private volatile bool _isStopped;   // cancelled, or a worker failed

    /// <summary>Whether workers are to end although there is work left.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Runs a worker on each core until none has any work left.</summary>
    /// <param name="starts">The work to begin with.</param>
    /// <param name="work">A worker: calls <see cref="Take"/> until that gives nothing.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="Exception">What a worker threw; no worker runs any more.</exception>
    public void Run(T[] starts, Action work, CancellationToken cancellation)
    {
        if (starts.Length == 0)
        {
            return;
        }

        _shared.Push(starts);
        using var stopping = cancellation.Register(Stop);
        Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(Work, CancellationToken.None))).GetAwaiter().GetResult();
        cancellation.ThrowIfCancellationRequested();

        void Work()
        {
            Interlocked.Increment(ref _working);
            try
            {
                work();
            }
            catch
            {
                Stop();
                throw;
            }
        }
    }

    /// <summary>Waits for work.</summary>
    /// <param name="pending">The worker's stack, which is empty.</param>
    /// <returns>How many pieces were put there; 0 when no worker has any left.</returns>
    public int Take(ref T[] pending)
    {
        lock (_shared)
        {
            _idle++;
            while (!_isStopped)
            {
                if (_shared.TryPop(out var given))
                {
                    _idle--;
                    pending = given.Length > pending.Length ? new T[given.Length * 2] : pending;
                    given.CopyTo(pending, 0);
                    return given.Length;
                }

                if (_idle == _working)
                {
                    break;
                }

                Monitor.Wait(_shared);
            }

            Monitor.PulseAll(_shared);
            return 0;
        }
    }

    /// <summary>Gives the lower half of a stack away when another worker waits: what was found sooner, below which more is likely to lie.</summary>
    public void ShareIfWanted(T[] pending, ref int count)
    {
        if (Volatile.Read(ref _idle) == 0 || count < LeastShared * 2)
        {
            return;
        }

        var given = pending.AsSpan(0, count / 2).ToArray();
        pending.AsSpan(given.Length, count - given.Length).CopyTo(pending);
        count -= given.Length;
        lock (_shared)
        {
            _shared.Push(given);
            Monitor.Pulse(_shared);
        }
    }

    private void Stop()
    {
        lock (_shared)
        {
            _isStopped = true;
            Monitor.PulseAll(_shared);
        }
    }
}
