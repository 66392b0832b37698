using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>A report of stacks, which are no table.</summary>
/// <param name="Header">What the whole is about.</param>
/// <param name="Stacks">The lines of each.</param>
/// <param name="Footer">What is not shown, what could not be read.</param>
internal sealed record ReportLines(IReadOnlyList<ReportLine> Header, IEnumerable<IEnumerable<ReportLine>> Stacks, IEnumerable<string> Footer)
{
    private const int MostFrames = 100, LastFrames = 20;   // of a stack that ran over

    // An empty line stands above each part.
    private IEnumerable<ReportLine> BehindHeader => Stacks.Append(Footer.Select(line => new ReportLine(line))).SelectMany(
        part => part.SelectMany((line, number) => number == 0 ? (ReportLine[])[new(""), line] : [line]));

    /// <summary>On the terminal, in colours.</summary>
    public void Write(IAnsiConsole console)
    {
        foreach (var (text, style) in Header.Concat(BehindHeader))
        {
            console.WriteHanging(text.Printable, style is null ? Style.Plain : Style.Parse(style));
        }
    }

    /// <summary>As markdown, ready to be pasted into an issue.</summary>
    public void WriteMarkdown(TextWriter output)
    {
        output.Write($"{string.Join("\n\n", Header.Select(line => $"**{DelimitedText.Escaped(line.Text.Printable)}**"))}\n\n~~~~text\n");
        output.Write(string.Concat(BehindHeader.Skip(1).Select(line => $"{line.Text.Printable}\n")));
        output.Write("~~~~\n");
    }

    /// <summary>A line for each frame, or for the first and the last of very many.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="what">What those that are not shown are called.</param>
    /// <param name="lineOf">The line of one.</param>
    public static IEnumerable<ReportLine> OfFrames<T>(IReadOnlyList<T> frames, string what, Func<T, ReportLine> lineOf) => frames.Count <= MostFrames
        ? frames.Select(lineOf)
        :
        [
            .. frames.Take(MostFrames - LastFrames).Select(lineOf),
            new ReportLine($"     ({Wording.More(frames.Count - MostFrames, what)})", ReportLine.Dim),
            .. frames.TakeLast(LastFrames).Select(lineOf),
        ];
}

/// <summary>A line, and how it looks.</summary>
/// <param name="Text">The words, as they come from the heap.</param>
/// <param name="Style">As Spectre.Console writes it; null for plain text.</param>
internal readonly record struct ReportLine(string Text, string? Style = null)
{
    public const string Dim = "dim", Grave = "red", Title = "bold", GraveTitle = $"{Title} {Grave}";
}
