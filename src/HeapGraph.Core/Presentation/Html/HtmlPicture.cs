using System.Text;
using HeapGraph.Core.Files;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>Writes a picture as a page to look around in: it zooms, searches, tells of each node and unfolds. The page is one
/// file of 1.4 MB and more, most of it Graphviz, and needs no network.</summary>
internal static class HtmlPicture
{
    /// <summary>Whether pages unfold: false in a build that brings no layout engine.</summary>
    public static bool Unfolds => LayoutEngine.Script is not null;

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="command">The command that made it: <c>backrefs</c>, <c>refs</c>, <c>chain</c>.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="views">The pictures to switch between, the first one seen first. Equal siblings are folded in them.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <returns>What is plainer in the picture than usual, since there is so much of it; null as a rule.</returns>
    /// <exception cref="GraphvizException">This build brings no layout engine, and Graphviz is missing or failed; the
    /// <c>.dot</c> stands beside.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static string? Write(string path, string command, string target, IReadOnlyList<HtmlView> views, CancellationToken cancellation) =>
        Write(path, command, target, views, LayoutEngine.Script, cancellation);

    internal static string? Write(
        string path, string command, string target, IReadOnlyList<HtmlView> views, string? engine, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        HtmlView[] folded = [.. views.Select(view => view.AsOnPages)];
        var drawings = engine is null ? Drawn(path, folded, cancellation) : null;
        var isDark = views[0].Options.Theme == PictureTheme.Dark;
        var data = HtmlPictureData.Of(command, target, folded, drawings, isDark);
        AtomicFile.Write(path, file =>
        {
            using var output = new StreamWriter(file);
            HtmlPage.Write(output, $"{command} {target.Printable}", data, engine);
        });
        return PictureLayout.For(PictureGraph.Of(folded[0].Picture.Shown), folded[0].Options).Remark?.In(folded[0].Options.Words);
    }

    private static string[] Drawn(string path, IReadOnlyList<HtmlView> views, CancellationToken cancellation)
    {
        try
        {
            return [.. views.Select(view => Encoding.UTF8.GetString(GraphvizRunner.Draw(PageStatements.DotOf(view), "svg", cancellation)))];
        }
        catch (GraphvizException failure)
        {
            AtomicFile.WriteText(DotFile.Beside(path), PageStatements.DotOf(views[0]));
            throw new GraphvizException(failure.Message, new Remedy.Both(failure.Remedy, new Remedy.Plain("This build of HeapGraph brings no Graphviz of its own.")));
        }
    }
}
