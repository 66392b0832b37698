using HeapGraph.Core.Files;
using HeapGraph.Core.Presentation.Graphviz;

namespace HeapGraph.Core.Presentation;

/// <summary>Has Graphviz draw pictures into files.</summary>
internal static class PictureFile
{
    private const string Text = "dot";   // needs no drawing

    // Together 20 seconds: nobody waits longer for a picture.
    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(12);

    /// <summary>Draws a picture of objects, plainer where it would take too long.</summary>
    /// <param name="path">The file, written whole or not at all.</param>
    /// <param name="format">What Graphviz writes: png, svg, pdf; or dot, for its text.</param>
    /// <param name="dot">The picture.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <returns>The picture as it was drawn.</returns>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static PictureDot Draw(string path, string format, PictureDot dot, CancellationToken cancellation)
    {
        var drawn = dot;
        Write(path, format, dot.Text, () => DrawInTime(dot, format, cancellation, out drawn), new Remedy.SmallerPicture());
        return drawn;
    }

    /// <summary>Draws a picture of boxes.</summary>
    /// <param name="path">The file, written whole or not at all.</param>
    /// <param name="format">What Graphviz writes: png, svg, pdf; or dot, for its text.</param>
    /// <param name="dot">The picture in Graphviz's language.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Draw(string path, string format, string dot, CancellationToken cancellation) =>
        Write(path, format, dot, () => GraphvizRunner.Draw(FirstTry + LastTry, dot, format, cancellation), new Remedy.SmallerTree());

    /// <summary>Draws the picture, and when that takes too long, the same with the cheapest layout.</summary>
    /// <param name="dot">The picture.</param>
    /// <param name="format">What Graphviz writes: png, svg, pdf.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <param name="drawn">The picture as it was drawn.</param>
    /// <returns>The file's bytes.</returns>
    internal static byte[] DrawInTime(PictureDot dot, string format, CancellationToken cancellation, out PictureDot drawn)
    {
        drawn = dot;
        if (dot.HasPlainer)
        {
            try
            {
                return GraphvizRunner.Draw(FirstTry, dot.Text, format, cancellation);
            }
            catch (GraphvizTimeoutException)
            {
                drawn = dot.Plainer();
            }
        }

        return GraphvizRunner.Draw(LastTry, drawn.Text, format, cancellation);
    }

    private static void Write(string path, string format, string dot, Func<byte[]> draw, Remedy smaller)
    {
        if (format == Text)
        {
            AtomicFile.WriteText(path, dot);
            return;
        }

        byte[] picture;
        try
        {
            picture = draw();
        }
        catch (GraphvizException failure)
        {
            var dotPath = DotFile.Beside(path);
            AtomicFile.WriteText(dotPath, dot);
            var remedy = failure is GraphvizTimeoutException ? smaller : failure.Remedy;
            throw new GraphvizException(failure.Message, new Remedy.Both(remedy, new Remedy.Plain($"To draw it by hand: dot -T{format} -o {path} {dotPath}")));
        }

        AtomicFile.Write(path, file => file.Write(picture));
    }
}
