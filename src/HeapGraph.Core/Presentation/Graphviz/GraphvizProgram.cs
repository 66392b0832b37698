using System.ComponentModel;
using System.Diagnostics;
using HeapGraph.Core.Files;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>The Graphviz of this machine.</summary>
internal static class GraphvizProgram
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>The whole path of <c>dot</c>; null when it is missing.</summary>
    public static string? Path => InstalledProgram.Find("dot");

    /// <summary>How it is installed here.</summary>
    public static string InstallHint => GraphvizInstall.Hint;

    /// <summary>What it says of itself, such as "dot - graphviz version 2.43.0"; null when it is missing or does not start.</summary>
    public static string? Version()
    {
        if (Path is not { } path)
        {
            return null;
        }

        var start = InstalledProgram.StartOf(path, "-V");
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        try
        {
            using var dot = Process.Start(start)!;
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
