using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Leak suspects on the terminal, one after the other, each with its evidence and its chain.</summary>
internal static class LeakReportText
{
    internal const int ChainSteps = 16;

    /// <summary>Writes the report.</summary>
    /// <param name="console">Its colours and width count.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="words">How to go on is said in these.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Type names in chains without namespaces.</param>
    public static void Write(IAnsiConsole console, string target, IRemedyWords words, LeakReport report, bool shortNames)
    {
        console.MarkupLineInterpolated($"[bold]{LeakWording.Header(target, report).Printable}[/]");
        foreach (var (index, finding) in report.Findings.Index())
        {
            console.WriteLine();
            console.Write(new Markup(
                $"[bold]{index + 1}. [{ColorOf(finding.Severity)}]{finding.Severity.ToString().ToUpperInvariant()}[/]"
                + $"{Markup.Escape(LeakWording.TrendOf(finding))}  {Markup.Escape(finding.Title.Printable)}[/]\n"));
            foreach (var evidence in LeakWording.EvidenceOf(finding))
            {
                console.WriteLine($"   - {evidence.Printable}");
            }

            if (finding.Chain is { } chain)
            {
                console.WriteLine("   Why they are alive:");
                foreach (var line in LinesOf(chain, finding.SuspectStep, shortNames))
                {
                    console.MarkupLine("     " + Markup.Escape(line).Replace(LeakWording.SuspectMark, $"[red]{LeakWording.SuspectMark}[/]", StringComparison.Ordinal));
                }
            }

            console.WriteLine($"   What to do: {finding.Remedy.Printable}");
            console.WriteLine($"   Go on with: {words.Of(finding.Next).Printable}");
            console.MarkupLineInterpolated($"   [dim]id {finding.Id}[/]");
        }

        if (LeakWording.Footer(report).ToArray() is { Length: > 0 } footer)
        {
            console.WriteLine();
            foreach (var line in footer)
            {
                console.WriteLine(line.In(words).Printable);
            }
        }
    }

    /// <summary>A chain, each step below the one before it; the suspect reference is marked.</summary>
    internal static IEnumerable<string> LinesOf(ReferenceChain chain, int suspectStep, bool shortNames, int maxSteps = ChainSteps)
    {
        yield return Wording.Of(chain.Root) + (suspectStep == 0 ? LeakWording.SuspectMark : "");
        foreach (var (depth, (step, hidden)) in FoldedChain.Of(chain, maxSteps).Index())
        {
            var indent = new string(' ', 2 * depth) + "└ ";
            if (hidden.Count > 0)
            {
                yield return $"{indent}({Wording.More(hidden.Count, "step")})";
            }

            var isSuspect = suspectStep > 0 && ReferenceEquals(step, chain.Steps[suspectStep]);
            yield return indent + TextOf(step, shortNames) + (isSuspect ? LeakWording.SuspectMark : "");
        }
    }

    private static string TextOf(ChainStep step, bool shortNames) =>
        (step.Via is [{ IsEmpty: false } label, ..] ? $"{Wording.PathOf(label)} = " : "")
        + Wording.Describe(step.Type, step.Address, step.Bytes, step.Value, shortNames);

    private static string ColorOf(LeakSeverity severity) => severity switch
    {
        LeakSeverity.High => "red",
        LeakSeverity.Medium => "yellow",
        _ => "blue",
    };
}
