using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation;

/// <summary>Writes a picture to a file of the kind that its ending says.</summary>
internal static class PictureFile
{
    // Together 20 seconds: nobody waits longer for a picture.
    private static readonly TimeSpan FirstTry = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LastTry = TimeSpan.FromSeconds(12);

    /// <summary>The endings that can be written.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".png", ".svg", ".pdf", ".dot", ".json", ".html"];

    /// <summary>Writes a neighbourhood to a file, whole or not at all. Equal siblings are folded in what is drawn; the JSON
    /// has each node.</summary>
    /// <returns>What was drawn plainer than usual, since there is so much of it; null as a rule.</returns>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="ArgumentException">The ending is none of <see cref="Endings"/>.</exception>
    public static string? Write(string path, string target, ReferenceNeighborhood neighborhood, PictureOptions options, CancellationToken cancellation) =>
        Write(
            path, neighborhood.Direction == ReferenceDirection.Referrers ? "backrefs" : "refs", target,
            neighborhood, Wording.MissingFrom(neighborhood), options, () => JsonResult.Of(target, neighborhood), cancellation);

    /// <summary>Writes chains to a file, whole or not at all; its JSON is that of the chains.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="report">The chains.</param>
    /// <param name="picture">The same as nodes and arrows.</param>
    /// <param name="options">What to show.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <returns>What was drawn plainer than usual, since there is so much of it; null as a rule.</returns>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    /// <exception cref="ArgumentException">The ending is none of <see cref="Endings"/>.</exception>
    public static string? Write(
        string path, string target, ChainReport report, ReferenceNeighborhood picture, PictureOptions options, CancellationToken cancellation) =>
        Write(path, "chain", target, picture, ChainPicture.MissingFrom(report, picture, options.ShortNames), options, () => JsonResult.Of(target, report), cancellation);

    private static string? Write(
        string path,
        string command,
        string target,
        ReferenceNeighborhood picture,
        IEnumerable<string> missing,
        PictureOptions options,
        Func<string> json,
        CancellationToken cancellation)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (!Endings.Contains(ending))
        {
            throw new ArgumentException($"'{ending}' files can't be written. Use one of: {string.Join(' ', Endings)}", nameof(path));
        }

        if (ending == ".json")
        {
            AtomicFile.Write(path, temporary => File.WriteAllText(temporary, json()));
            return null;
        }

        if (ending == ".html")
        {
            return HtmlPicture.Write(path, command, target, [new HtmlView("", UnfoldableNeighborhood.Without(picture), options) { Missing = [.. missing] }], cancellation);
        }

        var dot = PictureDot.Of(picture, missing, options);
        Write(path, dot.Text, format => dot = DrawInTime(dot, path, format, cancellation), "--max-depth, --too-many, --max-nodes");
        return dot.Remark;
    }

    /// <summary>Has Graphviz draw a picture, or writes its text to a <c>.dot</c> file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dot">The picture in Graphviz's language.</param>
    /// <param name="smaller">The options that make it smaller, for when Graphviz does not finish.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Draw(string path, string dot, string smaller, CancellationToken cancellation) =>
        Write(path, dot, format => Draw(dot, FirstTry + LastTry, path, format, cancellation), smaller);

    private static void Write(string path, string dot, Action<string> draw, string smaller)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending == ".dot")
        {
            AtomicFile.Write(path, temporary => File.WriteAllText(temporary, dot));
            return;
        }

        try
        {
            draw(ending[1..]);
        }
        catch (GraphvizException failure)
        {
            var dotPath = Path.ChangeExtension(path, ".dot");
            AtomicFile.Write(dotPath, temporary => File.WriteAllText(temporary, dot));
            var hint = failure is GraphvizTimeoutException ? $"Ask for a smaller picture: {smaller}." : failure.Hint;
            throw new GraphvizException(failure.Message, $"{hint} To draw it by hand: dot -T{ending[1..]} -o {path} {dotPath}");
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
