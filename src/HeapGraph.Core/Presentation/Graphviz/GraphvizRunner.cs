using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>Draws a picture with Graphviz's <c>dot</c>, run as a child with a time limit.</summary>
internal static class GraphvizRunner
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>Draws a picture. <c>dot</c> is superlinear in the picture's size and gets 20 seconds.</summary>
    /// <param name="dot">The picture in Graphviz's language.</param>
    /// <param name="outputPath">Where the picture goes; half a file may be left there when this throws.</param>
    /// <param name="format">png, svg or pdf.</param>
    /// <param name="cancellation">Kills the child.</param>
    /// <exception cref="GraphvizException">It is missing or failed.</exception>
    /// <exception cref="GraphvizTimeoutException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Draw(string dot, string outputPath, string format, CancellationToken cancellation) =>
        Draw(TimeLimit, dot, outputPath, format, cancellation);

    internal static void Draw(TimeSpan timeLimit, string dot, string outputPath, string format, CancellationToken cancellation) =>
        Draw("dot", timeLimit, dot, outputPath, format, cancellation);

    internal static void Draw(
        string program, TimeSpan timeLimit, string dot, string outputPath, string format, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var child = Start(program, outputPath, format);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeLimit);
        try
        {
            // Both are read while it runs: a full pipe would stop it.
            var errors = child.StandardError.ReadToEndAsync(limit.Token);
            var chatter = child.StandardOutput.ReadToEndAsync(limit.Token);
            Feed(child, dot, limit.Token);
            child.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
            chatter.GetAwaiter().GetResult();
            var said = errors.GetAwaiter().GetResult().Split('\n', 2)[0].Trim();
            if (child.ExitCode != 0 || !File.Exists(outputPath))
            {
                // A terminal's Ctrl+C ends it too.
                cancellation.ThrowIfCancellationRequested();
                throw new GraphvizException(
                    said.Length > 0 ? $"Graphviz failed: {said}" : $"Graphviz ended with exit code {child.ExitCode}.",
                    "Ask for another format or a smaller picture.");
            }
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            throw new GraphvizTimeoutException(
                $"Graphviz did not finish in {timeLimit.TotalSeconds:0.#} seconds.", "Ask for a smaller picture.");
        }
    }

    private static Process Start(string program, string outputPath, string format)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (var argument in (string[])[$"-T{format}", .. format == "png" ? (string[])["-Gdpi=120"] : [], "-o", outputPath])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new GraphvizException("Graphviz is not installed: there is no 'dot' program.", GraphvizInstall.Hint);
        }
    }

    private static void Feed(Process child, string dot, CancellationToken cancellation)
    {
        try
        {
            child.StandardInput.WriteAsync(dot.AsMemory(), cancellation).GetAwaiter().GetResult();
            child.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything: its exit code and its words say why.
        }
    }
}
