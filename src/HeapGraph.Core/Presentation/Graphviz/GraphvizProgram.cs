using System.ComponentModel;
using System.Diagnostics;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>The Graphviz of this machine.</summary>
internal static class GraphvizProgram
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>How it is installed here.</summary>
    public static string InstallHint => GraphvizInstall.Hint;

    /// <summary>What it says of itself, such as "dot - graphviz version 2.43.0"; null when it is missing or does not start.</summary>
    public static string? Version()
    {
        try
        {
            using var dot = Process.Start(new ProcessStartInfo("dot", "-V") { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = dot.StandardError.ReadToEndAsync();
            if (!dot.WaitForExit(TimeLimit))
            {
                dot.Kill();
                return null;
            }

            return dot.ExitCode == 0 ? said.GetAwaiter().GetResult().Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
