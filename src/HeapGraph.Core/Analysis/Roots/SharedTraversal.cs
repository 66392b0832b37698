using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Roots;

/// <summary>Follows references on all cores: each worker has a stack of its own, and gives away half of it when another
/// has nothing to do.</summary>
/// <remarks>No lock or barrier is taken per object: two workers that meet an object at the same moment both follow it, which
/// changes nothing but the time.</remarks>
/// <param name="references">What is followed.</param>
/// <param name="reached">Set for every object that is met, by object number.</param>
/// <param name="avoided">Objects that are passed by; null for none.</param>
internal sealed class SharedTraversal(EdgeTable references, bool[] reached, ObjectSet? avoided)
{
    private const int LeastShared = 64;   // fewer are not worth a lock
    private const int StepsBetweenLooks = 1024;
    private readonly Stack<int[]> _shared = [];
    private int _working;
    private int _idle;
    private volatile bool _isStopped;   // cancelled, or a worker failed

    /// <summary>Follows all references from some objects, which are set in <c>reached</c> already, to its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Run(int[] starts, CancellationToken cancellation)
    {
        if (starts.Length == 0)
        {
            return;
        }

        _shared.Push(starts);
        using var stopping = cancellation.Register(Stop);
        Task.WaitAll([.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(Work, CancellationToken.None))], CancellationToken.None);
        cancellation.ThrowIfCancellationRequested();
    }

    private void Work()
    {
        Interlocked.Increment(ref _working);
        try
        {
            var pending = new int[4096];
            while (Take(ref pending) is > 0 and var count)
            {
                Follow(ref pending, count);
            }
        }
        catch
        {
            Stop();
            throw;
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

    private void Follow(ref int[] pending, int count)
    {
        for (var steps = 1; count > 0 && !_isStopped; steps++)
        {
            if (steps % StepsBetweenLooks == 0 && Volatile.Read(ref _idle) > 0 && count >= LeastShared * 2)
            {
                Share(pending, ref count);
            }

            foreach (var target in references[pending[--count]])
            {
                if (!reached[target] && avoided?.Contains(target) != true)
                {
                    reached[target] = true;
                    if (count == pending.Length)
                    {
                        Array.Resize(ref pending, (int)Math.Min(Array.MaxLength, pending.Length * 2L));
                    }

                    pending[count++] = target;
                }
            }
        }
    }

    // The lower half of a stack: objects nearer to the roots, below which more is likely to lie.
    private void Share(int[] pending, ref int count)
    {
        var given = pending.AsSpan(0, count / 2).ToArray();
        pending.AsSpan(given.Length, count - given.Length).CopyTo(pending);
        count -= given.Length;
        lock (_shared)
        {
            _shared.Push(given);
            Monitor.Pulse(_shared);
        }
    }

    /// <returns>How many objects were taken; 0 when no worker has any left.</returns>
    private int Take(ref int[] pending)
    {
        lock (_shared)
        {
            _idle++;
            while (!_isStopped)
            {
                if (_shared.TryPop(out var given))
                {
                    _idle--;
                    pending = given.Length > pending.Length ? new int[given.Length * 2] : pending;
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
}
