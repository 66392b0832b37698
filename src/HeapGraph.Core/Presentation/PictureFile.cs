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
        Write(path, format, dot.Text, () => dot = DrawInTime(dot, path, format, cancellation), new Remedy.SmallerPicture());
        return dot;
    }

    /// <summary>Draws a picture of boxes.</summary>
    /// <param name="path">The file, written whole or not at all.</param>
    /// <param name="format">What Graphviz writes: png, svg, pdf; or dot, for its text.</param>
    /// <param name="dot">The picture in Graphviz's language.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Draw(string path, string format, string dot, CancellationToken cancellation) =>
        Write(path, format, dot, () => Draw(dot, FirstTry + LastTry, path, format, cancellation), new Remedy.SmallerTree());

    private static void Write(string path, string format, string dot, Action draw, Remedy smaller)
    {
        if (format == Text)
        {
            AtomicFile.Write(path, temporary => File.WriteAllText(temporary, dot));
            return;
        }

        try
        {
            draw();
        }
        catch (GraphvizException failure)
        {
            var dotPath = DotFile.Beside(path);
            AtomicFile.Write(dotPath, temporary => File.WriteAllText(temporary, dot));
            var remedy = failure is GraphvizTimeoutException ? smaller : failure.Remedy;
            throw new GraphvizException(failure.Message, new Remedy.Both(remedy, new Remedy.Plain($"To draw it by hand: dot -T{format} -o {path} {dotPath}")));
        }
    }

    /// <summary>Draws the picture, and when that takes too long, the same with the cheapest layout.</summary>
    /// <returns>The picture as it was drawn.</returns>
    internal static PictureDot DrawInTime(PictureDot dot, string path, string format, CancellationToken cancellation)
    {
        if (dot.HasPlainer)
        {
            try
            {
                Draw(dot.Text, FirstTry, path, format, cancellation);
                return dot;
            }
            catch (GraphvizTimeoutException)
            {
                dot = dot.Plainer();
            }
        }

        Draw(dot.Text, LastTry, path, format, cancellation);
        return dot;
    }

    private static void Draw(string dot, TimeSpan limit, string path, string format, CancellationToken cancellation) =>
        AtomicFile.WriteBytes(path, GraphvizRunner.Draw(limit, dot, format, cancellation));
}
