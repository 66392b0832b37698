using System.Diagnostics;
using System.Runtime.Versioning;
using HeapGraph.Testing;
using Xunit;
using static HeapGraph.Cli.Tests.ProcessFacts;

namespace HeapGraph.Cli.Tests;

/// <summary>A run of the tool in the midst of a freeze: its reader stands still by a signal, so what it holds frozen stays so.</summary>
[SupportedOSPlatform("linux")]
internal sealed class StoppedReader : IDisposable
{
    private const int MostAttempts = 200;   // a freeze may pass while the test's thread waits for a processor

    private StoppedReader(Process tool, int id) => (Tool, Id) = (tool, id);

    /// <summary>The tool, which waits for its reader.</summary>
    public Process Tool { get; }

    /// <summary>The process that reads.</summary>
    public int Id { get; }

    /// <summary>Runs the tool until it has a process frozen.</summary>
    /// <param name="target">The process that it reads.</param>
    /// <param name="spins">How long to wait from the first moment of the freeze; less where that was too long.</param>
    /// <param name="args">The command line.</param>
    public static StoppedReader Of(int target, int spins, params string[] args)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var tool = ToolProcess.Start(args);
            if (WaitForTracer(target, tool) is { } reader)
            {
                Thread.SpinWait(spins >> attempt);
                Stop(reader);
                if (TracerOf(target) == reader)
                {
                    return new StoppedReader(tool, reader);
                }

                Signal.Send("KILL", reader);
            }

            tool.WaitForExit();
            tool.Dispose();
            Assert.SkipUnless(ConfinedTool.MayTrace, ConfinedTool.MayNotTrace);
        }

        throw new InvalidOperationException("The process was never seen frozen.");
    }

    public void Dispose()
    {
        Signal.Send("KILL", Id);
        Tool.WaitForExit();
        Tool.Dispose();
    }

    /// <summary>The process that traces another one, as soon as it does; null when the tool ends without.</summary>
    private static int? WaitForTracer(int process, Process tool)
    {
        while (!tool.HasExited)
        {
            if (TracerOf(process) is not 0 and var tracer)
            {
                return tracer;
            }
        }

        return null;
    }
}
