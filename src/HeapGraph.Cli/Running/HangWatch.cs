using System.Diagnostics;
using HeapGraph.Core.Graph;

namespace HeapGraph.Cli.Running;

/// <summary>Notices when the DAC does not come back: on a damaged dump it may follow a list that has become a ring.</summary>
internal sealed class HangWatch : IDisposable
{
    // One step of the DAC, such as one type or one stack root, takes microseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Action _end;
    private readonly Timer _timer;   // runs as long as this is held
    private long _enteredDac;   // a timestamp, 0 outside of the DAC

    /// <param name="end">What to do then.</param>
    public HangWatch(Action end)
    {
        _end = end;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Saw(HeapReadProgress value) => Volatile.Write(ref _enteredDac, value.IsInDac ? Stopwatch.GetTimestamp() : 0);

    /// <summary>Calls into the DAC, for one step.</summary>
    public T Over<T>(Func<T> step)
    {
        Volatile.Write(ref _enteredDac, Stopwatch.GetTimestamp());
        try
        {
            return step();
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose() => _timer.Dispose();

    public void Leave() => Volatile.Write(ref _enteredDac, 0);

    private void Look()
    {
        if (Volatile.Read(ref _enteredDac) is not 0 and var entered && Stopwatch.GetElapsedTime(entered) > Patience)
        {
            _end();
        }
    }
}
