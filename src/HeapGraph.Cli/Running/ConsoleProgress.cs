using System.Diagnostics;

namespace HeapGraph.Cli.Running;

/// <summary>One line on stderr that says how far long work is: the phase, the rate and the time left.</summary>
/// <remarks>Shown on a terminal only, not when the output is redirected or NO_COLOR is set, and only once the work has
/// taken half a second. Where the DAC does not come back, it ends the process, whose guard says so.</remarks>
internal sealed class ConsoleProgress(Session session) : IProgress<HeapReadProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly bool _isShown = session is { ShowsProgress: true, IsQuiet: false } && ReferenceEquals(session.Error, Console.Error)
        && !Console.IsErrorRedirected && !Console.IsOutputRedirected && Session.IsColourWanted;

    private string? _phase;
    private TimeSpan _phaseStart;
    private long _phaseStartDone;
    private TimeSpan _lastLine;
    private int _width;

    public void Report(HeapReadProgress value)
    {
        session.Watch.Saw(value);
        lock (_lock)
        {
            if (value.Phase != _phase)
            {
                EndPhase();
                (_phase, _phaseStart, _phaseStartDone) = (value.Phase, _clock.Elapsed, value.Done);
            }

            if (_isShown && _clock.ElapsedMilliseconds > 500 && (_clock.Elapsed - _lastLine).TotalMilliseconds > 100)
            {
                _lastLine = _clock.Elapsed;
                Show(LineOf(value));
            }
        }
    }

    public void Dispose()
    {
        session.Watch.Leave();
        lock (_lock)
        {
            EndPhase();
            Show("");
        }
    }

    private void EndPhase()
    {
        if (_phase is not null && session.IsVerbose)
        {
            Show("");
            session.Took(_phase, _clock.Elapsed - _phaseStart);
        }
    }

    private string LineOf(HeapReadProgress value)
    {
        // A rate means something only after a moment.
        var time = _clock.Elapsed - _phaseStart;
        var done = value.Done - _phaseStartDone;
        if (value.Total <= 0 || done <= 0 || time.TotalMilliseconds < 100)
        {
            return value.Phase;
        }

        var rate = done / time.TotalSeconds;
        return $"{value.Phase}: {100.0 * value.Done / value.Total:0} %, {rate / 1e6:0.0} M {value.Unit}/s, {(value.Total - value.Done) / rate:0} s left";
    }

    private void Show(string line)
    {
        if (_width > 0 || line.Length > 0)
        {
            session.Error.Write("\r" + line.PadRight(_width) + (line.Length == 0 ? "\r" : ""));
            _width = line.Length;
        }
    }
}
