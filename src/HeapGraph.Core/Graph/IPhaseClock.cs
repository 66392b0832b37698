using System.Diagnostics;

namespace HeapGraph.Core.Graph;

/// <summary>Told what each phase of a long work took.</summary>
internal interface IPhaseClock
{
    /// <summary>A phase has ended.</summary>
    void Took(string phase, TimeSpan time);
}

/// <summary>Takes the time of phases.</summary>
internal static class PhaseClock
{
    /// <summary>Does a piece of work, and tells what it took where anybody listens.</summary>
    public static T Timed<T>(this IPhaseClock? listener, string phase, Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        listener?.Took(phase, clock.Elapsed);
        return result;
    }
}
