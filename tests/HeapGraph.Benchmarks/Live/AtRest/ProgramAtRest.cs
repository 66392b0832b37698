using HeapGraph.Testing;

namespace HeapGraph.Benchmarks.Live.AtRest;

/// <summary>A real program that has done some work and waits for more.</summary>
/// <param name="Option">What <c>--programs</c> calls it.</param>
/// <param name="Name">What the tables call it.</param>
/// <param name="Start">Starts it; takes an empty folder for what it needs.</param>
internal sealed record ProgramAtRest(string Option, string Name, Func<string, RunningProgram> Start)
{
    public static IReadOnlyList<ProgramAtRest> All { get; } =
    [
        new("web", "ASP.NET Core after 500 requests", _ => RunningProgram.Of(LeakTarget.Start("IdleWebApp"))),
        new("compiler", "C# compiler server after a build", CompilerServer.AfterBuild),
        new("powershell", "PowerShell", PowerShell.Start),
        new("native", "600 MB by malloc beside a heap of 128 MB", _ => RunningProgram.Of(LeakTarget.Start("BusyTarget", "0 128 600"), ticks: true)),
    ];

    public override string ToString() => Option;
}
