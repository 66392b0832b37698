namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>Threads that stand ready before they are needed, one per core, so that work begins on all of them at once.</summary>
internal sealed class CopyCrew : IDisposable
{
    private const int MostUseful = 16;   // memory is not faster with more

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _begin = new(0);
    private readonly CountdownEvent _done = new(1);
    private Action? _work;
    private Exception? _failure;

    public CopyCrew()
    {
        _threads = new Thread[Math.Min(MostUseful, Environment.ProcessorCount) - 1];
        for (var index = 0; index < _threads.Length; index++)
        {
            _threads[index] = new Thread(Serve) { IsBackground = true, Name = "copy" };
            _threads[index].Start();
        }
    }

    public int Size => _threads.Length + 1;

    /// <summary>Does the same work on all threads and on the caller's.</summary>
    public void Do(Action work)
    {
        _failure = null;
        _work = work;
        _done.Reset(_threads.Length + 1);
        if (_threads.Length > 0)
        {
            _begin.Release(_threads.Length);
        }

        Run();
        _done.Wait();
        if (_failure is { } failure)
        {
            throw failure is OperationCanceledException ? new OperationCanceledException() : new IOException(failure.Message, failure);
        }
    }

    public void Dispose()
    {
        _work = null;
        if (_threads.Length > 0)
        {
            _begin.Release(_threads.Length);
        }

        Array.ForEach(_threads, thread => thread.Join());
        _begin.Dispose();
        _done.Dispose();
    }

    private void Serve()
    {
        while (true)
        {
            _begin.Wait();
            if (_work is null)
            {
                return;
            }

            Run();
        }
    }

    private void Run()
    {
        try
        {
            _work!();
        }
        catch (Exception failed)
        {
            _failure = failed;
        }
        finally
        {
            _done.Signal();
        }
    }
}
