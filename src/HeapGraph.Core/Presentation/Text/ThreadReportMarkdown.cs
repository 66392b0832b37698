using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Threads as markdown, ready to be pasted into an issue: stacks are no table.</summary>
internal static class ThreadReportMarkdown
{
    /// <summary>Writes the report.</summary>
    public static void Write(TextWriter output, string target, ThreadReport report, bool shortNames, bool each)
    {
        var header = ThreadWording.HeaderOf(target, report);
        output.Write($"{string.Join("\n\n", header.Select(line => $"**{DelimitedText.Escaped(line.Printable)}**"))}\n\n~~~~text\n");
        output.Write(string.Concat(ThreadReportText.LinesOf(target, report, shortNames, each).Skip(header.Count + 1).Select(line => $"{line.Text.Printable}\n")));
        output.Write("~~~~\n");
    }
}
