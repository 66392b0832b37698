using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Async calls as markdown, ready to be pasted into an issue.</summary>
internal static class AsyncReportMarkdown
{
    /// <summary>Writes the report.</summary>
    public static void Write(TextWriter output, string target, AsyncReport report, bool shortNames, IRemedyWords words)
    {
        var header = AsyncWording.HeaderOf(target, report);
        output.Write($"{string.Join("\n\n", header.Select(line => $"**{DelimitedText.Escaped(line.Printable)}**"))}\n\n~~~~text\n");
        output.Write(string.Concat(AsyncReportText.LinesOf(target, report, shortNames, words).Skip(header.Count + 1).Select(line => $"{line.Text.Printable}\n")));
        output.Write("~~~~\n");
    }
}
