using System.Globalization;
using System.Text;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Inspections.Words;
using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>Leak suspects as a page to pass on: one file, light and dark, for screens, phones and paper. It has no script, and
/// its content security policy lets it load nothing.</summary>
internal static class LeakReportHtml
{
    // It stands in the page as it is, so that its hash holds. Colours say nothing that words or shapes don't say too.
    private static readonly string Style = $"\n{PageFiles.Read("report.css")}";

    /// <summary>Writes the page. The same report and pictures give the same text.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="words">How to go on is said in these.</param>
    /// <param name="report">What to show.</param>
    /// <param name="pictures">The chains, drawn.</param>
    /// <param name="shortNames">Type names in chains without namespaces.</param>
    public static void Write(
        TextWriter output, string target, IRemedyWords words, LeakReport report, LeakPictures pictures, bool shortNames) => output.Write($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {HtmlText.SourceOf(Style)}; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width,initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Leak suspects in {HtmlText.Encoded(target)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <header>
            <h1>Leak suspects in {HtmlText.Encoded(target)}</h1>
            <p class="facts"><b>{report.TotalObjects:N0}</b> reachable objects, <b>{report.TotalBytes.AsByteSize}</b>; <b>{LeakWording.CountOf(report)}</b></p>
            {string.Concat(DeathWording.HeaderOf(report.Coverage).Select(line => $"<p class=\"facts\"><b>{HtmlText.Encoded(line)}</b></p>\n"))}{string.Concat(MemoryWording.HeaderOf(report.Coverage, report.TotalBytes, always: report.FindingCount == 0).Select(line => $"<p class=\"facts\">{HtmlText.Encoded(line)}</p>\n"))}{Warnings(report, pictures, words)}</header>
            {(report.Findings.Count > 0 ? Summary(report) : "")}<main>
            {string.Concat(report.Findings.Select((finding, index) => Section(report, finding, index + 1, pictures, words, shortNames)))}</main>
            <footer>
            {Footer(report, words)}</footer>
            </body>
            </html>

            """);

    private static string Warnings(LeakReport report, LeakPictures pictures, IRemedyWords words) => string.Concat(
        ((string[])[.. Wording.GapsOf(report.Coverage), .. pictures.WhyNone?.In(words) is { } reason ? (string[])[$"This report has no pictures. {reason}"] : []])
        .Select(line => $"<p class=\"warning\"><b>Note:</b> {HtmlText.Encoded(line)}</p>\n"));

    private static string Summary(LeakReport report)
    {
        var isCompared = report.Gone is not null;
        var rows = report.Findings.Select((finding, index) =>
            $"<tr class=\"{WordOf(finding)}\"><td>{SeverityOf(finding)}</td>{(isCompared ? $"<td>{TrendOf(finding, ChangeOf(finding))}</td>" : "")}"
            + $"<td><a href=\"#finding-{index + 1}\">{HtmlText.Encoded(finding.Title)}</a></td>"
            + $"<td class=\"number\">{Wording.Share(finding.RetainedBytes, report.TotalBytes)}{BarOf(finding, report)}</td></tr>\n");
        return $"<table>\n<thead><tr><th>Severity</th>{(isCompared ? "<th>Change</th>" : "")}<th>What is wrong</th><th class=\"number\">Share of the heap</th></tr></thead>\n"
            + $"<tbody>\n{string.Concat(rows)}</tbody>\n</table>\n";
    }

    private static string Section(LeakReport report, LeakFinding finding, int number, LeakPictures pictures, IRemedyWords words, bool shortNames)
    {
        var picture = pictures.Find(finding) is var (light, dark)
            ? $"<div><figure class=\"light\">{light}</figure><figure class=\"dark\">{dark}</figure></div>\n" : "";
        var chain = finding.Chain is null ? "" : $"<h3>Why they are alive</h3>\n{Tree(finding.Chain, finding.SuspectStep, shortNames)}";
        var filledIn = LeakWording.FilledIn(finding) is { } fillers ? $"<h3>Filled in</h3>\n<p>{HtmlText.Encoded(fillers)}</p>\n" : "";
        return $"""
            <section id="finding-{number}" class="{WordOf(finding)}">
            <h2>{number}. {HtmlText.Encoded(finding.Title)}</h2>
            <p class="about">{SeverityOf(finding)}{(finding.Trend is null ? "" : $" {TrendOf(finding, LeakWording.TrendOf(finding).Trim(' ', '(', ')'))}")} <span class="dim">{finding.RetainedBytes.AsByteSize}, {Wording.Share(finding.RetainedBytes, report.TotalBytes)} of the heap</span> <span class="dim">id <code>{HtmlText.Encoded(finding.Id)}</code>, rule <code>{HtmlText.Encoded(finding.Rule)}</code></span></p>
            <p>{HtmlText.Encoded(LeakWording.InShort(finding, report))}</p>
            <ul>
            {string.Concat(LeakWording.EvidenceOf(finding).Select(line => $"<li>{HtmlText.Encoded(line)}</li>\n"))}</ul>
            <div{(picture.Length > 0 ? " class=\"drawn\"" : "")}>
            <div>
            {chain}{filledIn}<h3>How sure</h3>
            <p>{HtmlText.Encoded(ChainWords.Capitalized(LeakWording.HowSure(finding)))}</p>
            <h3>What to do</h3>
            <p>{HtmlText.Encoded(finding.Remedy)}</p>
            <h3>Go on with</h3>
            <pre>{HtmlText.Encoded(words.Of(finding.Next))}</pre>
            <h3>Verify with (no suspect is left once it is mended)</h3>
            <pre>{HtmlText.Encoded(words.Of(LeakWording.VerifyOf(finding)))}</pre>
            </div>
            {picture}</div>
            </section>

            """;
    }

    private static string Tree(ReferenceChain chain, int suspectStep, bool shortNames)
    {
        var tree = new StringBuilder($"<ul class=\"chain\"><li><b>{HtmlText.Encoded(Wording.Of(chain.Root))}</b>{MarkWhen(suspectStep == 0)}");
        var depth = 0;
        foreach (var (step, hidden) in FoldedChain.Of(chain, LeakReportText.ChainSteps))
        {
            if (hidden.Count > 0)
            {
                tree.Append($"\n<ul><li><span class=\"dim\">({Wording.More(hidden.Count, "step")})</span>");
                depth++;
            }

            var isSuspect = suspectStep > 0 && ReferenceEquals(step, chain.Steps[suspectStep]);
            var via = step.Via is [{ IsEmpty: false } label, ..] ? $"<span class=\"via\">{HtmlText.Encoded(Wording.PathOf(label))} =</span> " : "";
            var value = step.Value is null ? "" : $", <span class=\"value\">{HtmlText.Encoded(step.Value)}</span>";
            tree.Append($"\n<ul><li>{via}{HtmlText.Encoded(Wording.NameOf(step.Type, shortNames))} <span class=\"dim\">{step.Address:x}, {step.Bytes.AsByteSize}{value}</span>{MarkWhen(isSuspect)}");
            depth++;
        }

        return tree.Insert(tree.Length, "</li></ul>", depth + 1).Append('\n').ToString();
    }

    private static string MarkWhen(bool isSuspect) => isSuspect ? " <mark>◀ suspect</mark>" : "";

    private static string Footer(LeakReport report, IRemedyWords words)
    {
        var footer = new StringBuilder();
        if (report.Silenced.Count > 0)
        {
            footer.Append($"<h2>Silenced</h2>\n<ul>\n{string.Concat(report.Silenced.Select(silenced => $"<li>{HtmlText.Encoded(LeakWording.Of(silenced))}</li>\n"))}</ul>\n");
        }

        if (report.Gone is { Count: > 0 } gone)
        {
            footer.Append("<h2>Gone since the baseline</h2>\n<ul>\n");
            foreach (var finding in gone)
            {
                footer.Append($"<li><span class=\"trend\">✓ gone</span> {HtmlText.Encoded(finding.Title)} <span class=\"dim\">id <code>{HtmlText.Encoded(finding.Id)}</code></span></li>\n");
            }

            footer.Append("</ul>\n");
        }

        if (report.Findings.Count < report.FindingCount)
        {
            footer.Append($"<p>{LeakWording.CutOf(report).In(words)}</p>\n");
        }

        return report.NotFound.Count == 0 ? footer.ToString()
            : footer.Append($"<h2>Looked for and not found</h2>\n<ul class=\"dim\">\n{string.Concat(report.NotFound.Select(what => $"<li>{HtmlText.Encoded(what)}</li>\n"))}</ul>\n").ToString();
    }

    private static string WordOf(LeakFinding finding) => finding.Severity.ToString().ToLowerInvariant();

    private static string SeverityOf(LeakFinding finding) => $"<span class=\"severity\">{finding.Severity switch
    {
        LeakSeverity.High => "▲",
        LeakSeverity.Medium => "◆",
        _ => "●",
    }} {WordOf(finding)}</span>";

    private static string ChangeOf(LeakFinding finding) => finding.Trend?.Change.ToString().ToLowerInvariant() ?? "";

    private static string TrendOf(LeakFinding finding, string words) => $"<span class=\"trend\">{finding.Trend?.Change switch
    {
        LeakChange.New => "+",
        LeakChange.Worse => "↑",
        _ => "=",
    }} {HtmlText.Encoded(words)}</span>";

    private static string BarOf(LeakFinding finding, LeakReport report)
    {
        var percent = report.TotalBytes == 0 ? 0 : Math.Min(100, 100.0 * finding.RetainedBytes / report.TotalBytes);
        return $"<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{percent.ToString("0.#", CultureInfo.InvariantCulture)}\" height=\"8\"/></svg>";
    }
}
