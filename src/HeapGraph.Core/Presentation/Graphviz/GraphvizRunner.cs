using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using HeapGraph.Core.Files;

namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>Draws a picture with Graphviz's <c>dot</c>, run as a child with a time limit.</summary>
internal static class GraphvizRunner
{
    private const string Smaller = "Ask for another format or a smaller picture.";
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);

    /// <summary>Draws a picture. <c>dot</c> is superlinear in the picture's size and gets 20 seconds.</summary>
    /// <param name="dot">The picture in Graphviz's language.</param>
    /// <param name="format">png, svg or pdf.</param>
    /// <param name="cancellation">Kills the child.</param>
    /// <returns>The file's bytes. Here they are, and not in a file that <c>dot</c> writes, since it does not notice a full disk.</returns>
    /// <exception cref="GraphvizException">It is missing or failed.</exception>
    /// <exception cref="GraphvizTimeoutException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static byte[] Draw(string dot, string format, CancellationToken cancellation) => Draw(TimeLimit, dot, format, cancellation);

    /// <summary>Draws by another process, where this one may start none; null where it may.</summary>
    internal static Func<TimeSpan, string, string, CancellationToken, byte[]>? Elsewhere { get; set; }

    internal static byte[] Draw(TimeSpan timeLimit, string dot, string format, CancellationToken cancellation) =>
        Elsewhere is { } draw ? draw(timeLimit, dot, format, cancellation) : Draw(GraphvizProgram.Path ?? throw Missing(), timeLimit, dot, format, cancellation);

    internal static byte[] Draw(string program, TimeSpan timeLimit, string dot, string format, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var child = Start(program, format);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeLimit);
        try
        {
            // Both are read while it runs: a full pipe would stop it.
            using var picture = new MemoryStream();
            var errors = child.StandardError.ReadToEndAsync(limit.Token);
            var drawing = child.StandardOutput.BaseStream.CopyToAsync(picture, limit.Token);
            Feed(child, dot, limit.Token);
            child.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
            drawing.GetAwaiter().GetResult();
            var said = errors.GetAwaiter().GetResult().Split('\n', 2)[0].Trim();
            var bytes = picture.ToArray();
            if (child.ExitCode == 0 && IsWhole(bytes, format))
            {
                return bytes;
            }

            // A terminal's Ctrl+C ends it too.
            cancellation.ThrowIfCancellationRequested();
            throw new GraphvizException(
                said.Length > 0 ? $"Graphviz failed: {said.TrimEnd('.')}."
                : child.ExitCode == 0 ? "Graphviz ended without a whole picture." : $"Graphviz ended with exit code {child.ExitCode}.",
                Smaller);
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

    // How a file of the format begins, and what stands near its end.
    private static bool IsWhole(ReadOnlySpan<byte> picture, string format) => format switch
    {
        "png" => picture.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG"u8]) && Ends(picture, "IEND"u8),
        "pdf" => picture.StartsWith("%PDF"u8) && Ends(picture, "%%EOF"u8),
        _ => picture.StartsWith("<?xml"u8) && Ends(picture, "</svg>"u8),
    };

    private static bool Ends(ReadOnlySpan<byte> picture, ReadOnlySpan<byte> mark) => picture[^Math.Min(32, picture.Length)..].IndexOf(mark) >= 0;

    private static Process Start(string program, string format)
    {
        var start = InstalledProgram.StartOf(program, [$"-T{format}", .. format == "png" ? (string[])["-Gdpi=120"] : []]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw Missing();
        }
    }

    private static GraphvizException Missing() => new("Graphviz is not installed: there is no 'dot' program.", GraphvizInstall.Hint);

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
