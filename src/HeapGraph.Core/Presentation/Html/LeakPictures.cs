using System.Diagnostics;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>The chains of a report's findings, drawn for light and for dark pages.</summary>
/// <remarks>Two runs of Graphviz per finding, 50 ms each.</remarks>
internal sealed class LeakPictures
{
    private const int MaxNodes = 100;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(20);   // for all of them: nobody waits longer
    private readonly IReadOnlyDictionary<string, (string Light, string Dark)> _svgById;

    private LeakPictures(IReadOnlyDictionary<string, (string Light, string Dark)> svgById, Reason? whyNone) => (_svgById, WhyNone) = (svgById, whyNone);

    /// <summary>No picture at all, and nothing to say about it.</summary>
    public static LeakPictures None { get; } = new(new Dictionary<string, (string, string)>(), null);

    /// <summary>How many findings have a picture.</summary>
    public int Count => _svgById.Count;

    /// <summary>Why there are no pictures; null when nothing is missing.</summary>
    public Reason? WhyNone { get; }

    /// <summary>Draws the chains of a report. Where Graphviz fails or takes more than 20 seconds, there are no pictures.</summary>
    /// <param name="report">The findings; those without a chain have no picture.</param>
    /// <param name="shortNames">Type names without namespaces.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LeakPictures Of(LeakReport report, bool shortNames, CancellationToken cancellation = default) => Of(report, shortNames, TimeLimit, cancellation);

    internal static LeakPictures Of(LeakReport report, bool shortNames, TimeSpan limit, CancellationToken cancellation)
    {
        LeakFinding[] drawn = [.. report.Findings.Where(finding => finding.Chain is { Steps.Count: > 0 }).DistinctBy(finding => finding.Id)];
        if (drawn.Length == 0)
        {
            return None;
        }

        var options = new PictureOptions(shortNames, Refcounts: false);
        try
        {
            var clock = Stopwatch.StartNew();
            return new LeakPictures(drawn.ToDictionary(finding => finding.Id, finding => (In(finding, PictureTheme.Light), In(finding, PictureTheme.Dark))), null);

            string In(LeakFinding finding, PictureTheme theme) => Drawn(DotOf(finding, options with { Theme = theme }), limit - clock.Elapsed, cancellation);
        }
        catch (GraphvizTimeoutException)
        {
            return new LeakPictures(None._svgById, new Reason($"Graphviz did not finish them in {limit.TotalSeconds:0.#} seconds.", new Remedy.FewerSuspects()));
        }
        catch (GraphvizException failure)
        {
            return new LeakPictures(None._svgById, new Reason(failure.Message, failure.Remedy));
        }
    }

    /// <summary>Why there is no picture, and what to do about it.</summary>
    internal sealed record Reason(string Sentence, Remedy Remedy)
    {
        public string In(IRemedyWords words) => $"{Sentence} {words.Of(Remedy)}";
    }

    /// <summary>The picture of a finding as two elements of a page; null when there is none.</summary>
    internal (string Light, string Dark)? Find(LeakFinding finding) => _svgById.TryGetValue(finding.Id, out var svg) ? svg : null;

    /// <summary>A chain with the object highlighted that the suspect reference leads to.</summary>
    private static string DotOf(LeakFinding finding, PictureOptions options)
    {
        var chain = finding.Chain! with
        {
            Steps = [.. finding.Chain!.Steps.Select((step, index) => step with { IsHighlighted = index == finding.SuspectStep })],
        };
        var report = new ChainReport([new ObjectChains(chain.Steps[^1], [chain], 1)], 1, new HeapCoverage());
        return PictureDot.Of(ChainPicture.Of(report, LeakReportText.ChainSteps, MaxNodes), [], options).Text;
    }

    private static string Drawn(string dot, TimeSpan limit, CancellationToken cancellation) =>
        ElementOf(Encoding.UTF8.GetString(GraphvizRunner.Draw(TimeSpan.FromTicks(Math.Max(1, limit.Ticks)), dot, "svg", cancellation)));

    /// <summary>A drawing as part of a page: without identifiers, which would stand there many times, and with a size that fits
    /// its frame.</summary>
    private static string ElementOf(string document)
    {
        // Two characters that text may hold and XML may not.
        var text = document.Replace('\uFFFE', '\uFFFD').Replace('\uFFFF', '\uFFFD');
        using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, IgnoreComments = true });
        var svg = XElement.Load(reader);
        svg.DescendantsAndSelf().Attributes("id").Remove();
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-label", "The chain as a picture");
        return svg.ToString(SaveOptions.DisableFormatting);
    }
}
