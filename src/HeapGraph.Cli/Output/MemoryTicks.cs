using HeapGraph.Cli.Running;
using HeapGraph.Core;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Cli.Output;

/// <summary>Shows samples of a process's memory as they come, on stderr: on a terminal one line with the curve of the last ones, elsewhere a line each.</summary>
internal sealed class MemoryTicks(Session session) : IProgress<MemorySample>, IDisposable
{
    private const int CurveLength = 24, Columns = 79;
    private readonly bool _isLive = session.ShowsProgress && ResultConsole.WidthOf(session.Error) < int.MaxValue && ResultConsole.IsColourWanted;
    private readonly Queue<long> _last = new();

    public void Report(MemorySample value)
    {
        if (session.IsQuiet)
        {
            return;
        }

        var line = $"{ProcessWording.Of(value.At)}: {value.ResidentBytes.AsByteSize} resident, {value.AnonymousBytes.AsByteSize} without a file"
            + (value.SwappedBytes > 0 ? $", {value.SwappedBytes.AsByteSize} swapped" : "") + (value.Processes > 1 ? $", {value.Processes:N0} processes" : "");
        if (!_isLive)
        {
            session.Error.WriteLine(line);
            return;
        }

        _last.Enqueue(value.ResidentBytes);
        if (_last.Count > CurveLength)
        {
            _last.Dequeue();
        }

        var curve = new Sparkline([.. _last]);
        var text = $"{line} {(session.Error.Encoding.WebName.StartsWith("utf-", StringComparison.Ordinal) ? curve.ToString() : curve.Ascii)}";
        session.Error.Write($"\r{text.CutAfter(Math.Min(Columns, ResultConsole.WidthOf(session.Error)) - 1).PadRight(Math.Min(Columns, ResultConsole.WidthOf(session.Error)) - 1)}");
    }

    public void Dispose()
    {
        if (_isLive && _last.Count > 0)
        {
            session.Error.Write($"\r{new string(' ', Math.Min(Columns, ResultConsole.WidthOf(session.Error)) - 1)}\r");
        }
    }
}
