using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Cli.Output;

/// <summary>Writes leak suspects as a page; without Graphviz it is complete but for the pictures.</summary>
internal static class ReportPage
{
    public const string Format = "html";

    /// <summary>Whether the result is to become a page: by its format, else by the file's ending.</summary>
    public static bool IsAskedFor(string? file, string? format) => format is null ? PictureOptionGroup.IsPage(file) : format == Format;

    public static void Write(Session session, string? file, string target, string arguments, LeakReport report, bool shortNames)
    {
        var pictures = session.Timed("Drawing", () => LeakPictures.Of(report, shortNames, session.Cancellation));
        if (pictures.WhyNone is { } reason)
        {
            session.Note($"The report has no pictures. {reason}");
        }

        if (file is null)
        {
            LeakReportHtml.Write(session.Output, target, arguments, report, pictures, shortNames);
            return;
        }

        AtomicFile.Write(file, temporary =>
        {
            using var output = new StreamWriter(temporary);
            LeakReportHtml.Write(output, target, arguments, report, pictures, shortNames);
        });
        session.Note($"Wrote {file}: {Wording.Count(report.Findings.Count, "leak suspect")}, {Wording.Count(pictures.Count, "picture")}.");
    }
}
