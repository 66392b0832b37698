using System.Diagnostics;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Cli.Running;

/// <summary>One line on stderr that says how far long work is: the phase, the rate and the time left.</summary>
/// <remarks>Shown on a terminal only, not when the output is redirected or NO_COLOR is set, and only once the work has
/// taken half a second. Where the DAC does not come back, it ends the process, whose guard says so.</remarks>
/// <param name="error">Where to.</param>
/// <param name="isWanted">Whether the user wants to see it.</param>
/// <param name="watch">Told of each step of the DAC.</param>
/// <param name="took">Told what each phase took; null for nobody.</param>
internal sealed class ConsoleProgress(TextWriter error, bool isWanted, HangWatch watch, Action<string, TimeSpan>? took) : IProgress<HeapReadProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly bool _isShown = isWanted && ReferenceEquals(error, Console.Error)
        && !Console.IsErrorRedirected && !Console.IsOutputRedirected && ResultConsole.IsColourWanted;

    private string? _phase;
    private TimeSpan _phaseStart;
    private long _phaseStartDone;
    private TimeSpan _lastLine;
    private int _width;

    public void Report(HeapReadProgress value)
    {
        watch.Saw(value);
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
                Show(LineOf(value).Printable);
            }
        }
    }

    public void Dispose()
    {
        watch.Leave();
        lock (_lock)
        {
            EndPhase();
            Show("");
        }
    }

    /// <summary>Takes the line away, for another one to stand in its place.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Show("");
        }
    }

    private void EndPhase()
    {
        if (_phase is not null && took is not null)
        {
            Show("");
            took(_phase, _clock.Elapsed - _phaseStart);
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
            error.Write("\r" + line.PadRight(_width) + (line.Length == 0 ? "\r" : ""));
            _width = line.Length;
        }
    }
}
