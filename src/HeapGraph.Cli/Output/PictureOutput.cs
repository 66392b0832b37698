using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.References;
using HeapGraph.Core.Analysis.Roots;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;

namespace HeapGraph.Cli.Output;

/// <summary>Writes the picture of <c>backrefs</c>, <c>refs</c> and <c>chain</c>; one that ends in <c>.html</c> as a page to look
/// around in, and to switch there to the plain fields.</summary>
internal sealed class PictureOutput(Session session, HeapSnapshot snapshot, string file, PictureOptions look, ExtraInfo told)
{
    /// <summary>Writes a neighbourhood.</summary>
    /// <param name="neighborhood">What is seen at first.</param>
    /// <param name="targets">The objects that it was walked from.</param>
    /// <param name="reach">How it was walked.</param>
    public void Write(ReferenceNeighborhood neighborhood, IReadOnlyList<int> targets, NeighborhoodOptions reach)
    {
        if (!PictureOptionGroup.IsPage(file))
        {
            Write(neighborhood, () => PictureFile.Write(file, snapshot.Target, neighborhood, look, session.Cancellation));
            return;
        }

        WritePage(reach.Direction == ReferenceDirection.Referrers ? "backrefs" : "refs", reach, neighborhood, (names, options) =>
        {
            var shown = ReferenceEquals(names, snapshot) ? neighborhood : ReferenceNeighborhood.Of(names, targets, neighborhood.ChosenObjects, options);
            return new HtmlView("", UnfoldableNeighborhood.Of(names, shown, options), look);
        });
    }

    /// <summary>Writes chains.</summary>
    /// <param name="report">The chains.</param>
    /// <param name="targets">The objects that they lead to.</param>
    /// <param name="options">How they were found.</param>
    /// <param name="reach">How many steps and boxes to show, and which objects count.</param>
    public void Write(ChainReport report, IReadOnlyList<int> targets, ChainOptions options, NeighborhoodOptions reach)
    {
        var drawn = ChainPicture.Of(report, reach.MaxDepth, reach.MaxNodes);
        if (!PictureOptionGroup.IsPage(file))
        {
            Write(drawn, () => PictureFile.Write(file, snapshot.Target, report, told.In(drawn), look, session.Cancellation));
            return;
        }

        reach = reach with
        {
            ExcludesType = options.ExcludesType, ExcludesObject = options.ExcludesObject, HighlightsType = options.HighlightsType, SkipsInnerNodes = options.SkipsInnerNodes,
        };
        WritePage("chain", reach, drawn, (names, around) =>
        {
            var found = ReferenceEquals(names, snapshot)
                ? report
                : ChainReport.Of(names, targets, report.ChosenObjects, options with { SkipsInnerNodes = around.SkipsInnerNodes }, session.Cancellation);
            var shown = ChainPicture.Of(found, around.MaxDepth, around.MaxNodes);
            return new HtmlView("", UnfoldableNeighborhood.Of(names, shown, around, HiddenSteps.Of(found, shown, around.MaxDepth)), look)
            {
                Missing = [.. ChainPicture.MissingFrom(found, shown, look.ShortNames)],
            };
        });
    }

    private void Write(ReferenceNeighborhood picture, Func<string?> draw) => session.NotePicture(file, picture, session.Timed("Drawing", draw));

    private void WritePage(string command, NeighborhoodOptions reach, ReferenceNeighborhood seenFirst, Func<HeapSnapshot, NeighborhoodOptions, HtmlView> viewOf)
    {
        var dominators = told.Dominators;
        HtmlView[] views = session.Timed("Finding what unfolds", () => (HtmlView[])[.. Views()]);
        Write(seenFirst, () => HtmlPicture.Write(file, command, snapshot.Target, views, session.Cancellation));
        var hidden = views.Sum(view => view.Picture.Whole.Nodes.Count - view.Picture.Shown.Nodes.Count);
        session.Note($"{file} is a page of {new FileInfo(file).Length >> 10:N0} KB, "
            + (HtmlPicture.Unfolds ? $"with {hidden:N0} more nodes to unfold." : "which does not unfold: this build brings no layout engine."));

        IEnumerable<HtmlView> Views()
        {
            // With --raw the first view is that of the plain fields already.
            yield return View(reach.SkipsInnerNodes ? "Friendly labels" : "Plain fields", snapshot, reach);
            if (reach.SkipsInnerNodes)
            {
                yield return View("Plain fields", new HeapSnapshot(snapshot.Target, snapshot.Graph, new PlainDetails(snapshot.Details)), reach with { SkipsInnerNodes = false });
            }
        }

        HtmlView View(string name, HeapSnapshot names, NeighborhoodOptions options)
        {
            var view = viewOf(names, options);
            var picture = view.Picture with { Shown = told.In(view.Picture.Shown), Whole = told.In(view.Picture.Whole) };
            return view with { Name = name, Picture = picture, Dominators = dominators };
        }
    }
}
