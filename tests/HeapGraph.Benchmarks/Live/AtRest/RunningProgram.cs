using HeapGraph.Testing;

namespace HeapGraph.Benchmarks.Live.AtRest;

/// <summary>A program that runs, ended on disposal.</summary>
/// <param name="Id">Its process.</param>
/// <param name="Owner">Ends it when disposed.</param>
/// <param name="Ticker">The same where it is a BusyTarget, which says how long nothing ran in it.</param>
internal sealed record RunningProgram(int Id, IDisposable Owner, LeakTarget? Ticker = null) : IDisposable
{
    public static RunningProgram Of(LeakTarget target, bool ticks = false) => new(target.Id, target, ticks ? target : null);

    public void Dispose() => Owner.Dispose();
}
