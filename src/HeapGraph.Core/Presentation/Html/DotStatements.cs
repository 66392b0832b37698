using System.Text.RegularExpressions;

namespace HeapGraph.Core.Presentation.Html;

/// <summary>A picture in Graphviz's language taken apart, so that a page can put it together with more or fewer boxes.</summary>
/// <param name="Head">What comes before the first box.</param>
/// <param name="Nodes">The boxes, in order.</param>
/// <param name="Edges">The arrows, in order.</param>
/// <param name="Tail">The legend and the closing brace.</param>
internal sealed partial record DotStatements(
    string Head, IReadOnlyList<(int Id, string Text)> Nodes, IReadOnlyList<(int From, int To, string Text)> Edges, string Tail)
{
    /// <summary>Takes apart what <see cref="Graphviz.DotWriter"/> wrote: one statement per line.</summary>
    public static DotStatements Of(string dot)
    {
        var lines = dot.Split('\n');
        var nodes = new List<(int, string)>();
        var edges = new List<(int, int, string)>();
        var (first, last) = (lines.Length, -1);
        for (var line = 0; line < lines.Length; line++)
        {
            if (Statement.Match(lines[line]) is not { Success: true } statement)
            {
                continue;
            }

            (first, last) = (Math.Min(first, line), line);
            if (statement.Groups["to"].Success)
            {
                edges.Add((int.Parse(statement.Groups["from"].Value), int.Parse(statement.Groups["to"].Value), lines[line].Trim()));
            }
            else
            {
                nodes.Add((int.Parse(statement.Groups["from"].Value), lines[line].Trim()));
            }
        }

        return new DotStatements(string.Join('\n', lines[..Math.Min(first, lines.Length)]), nodes, edges, string.Join('\n', lines[(last + 1)..]));
    }

    [GeneratedRegex(@"^  n(?<from>\d+)( -> n(?<to>\d+))? \[")]
    private static partial Regex Statement { get; }
}
