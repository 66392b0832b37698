using HeapGraph.Core.Presentation.Folding;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Leak suspects on the terminal, one after the other, each with its evidence and its chain.</summary>
internal static class LeakReportText
{
    internal const int ChainSteps = 16;
    private static readonly Style Bold = new(decoration: Decoration.Bold), Red = new(Color.Red);

    /// <summary>Writes the report.</summary>
    /// <param name="console">Its colours and width count.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="words">How to go on is said in these.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Type names in chains without namespaces.</param>
    public static void Write(IAnsiConsole console, string target, IRemedyWords words, LeakReport report, bool shortNames)
    {
        console.WriteHanging(LeakWording.Header(target, report).Printable, Bold);
        LeakWording.HeaderOf(report).ToList().ForEach(line => console.WriteHanging(line.Printable));
        foreach (var nothing in LeakWording.NothingOf(report))
        {
            console.WriteLine();
            console.WriteHanging(nothing);
        }

        foreach (var (index, finding) in report.Findings.Index())
        {
            console.WriteLine();
            WriteTitle(console, index + 1, finding);
            foreach (var evidence in LeakWording.EvidenceOf(finding).Prepend(LeakWording.InShort(finding, report)))
            {
                console.WriteHanging($"   - {evidence.Printable}");
            }

            if (finding.Chain is { } chain)
            {
                console.WriteLine("   Why they are alive:");
                foreach (var line in LinesOf(chain, finding.SuspectStep, shortNames))
                {
                    console.WriteHanging(("     " + line).WithoutArgumentsBeyond(console.Profile.Width), line.EndsWith(LeakWording.SuspectMark, StringComparison.Ordinal) ? Red : Style.Plain);
                }
            }

            if (LeakWording.FilledIn(finding) is { } filledIn)
            {
                console.WriteHanging($"   Filled in: {filledIn.Printable}");
            }

            console.WriteHanging($"   How sure: {LeakWording.HowSure(finding).Printable}");
            console.WriteHanging($"   What to do: {finding.Remedy.Printable}");
            console.WriteWhole($"   Go on with: {words.Of(finding.Next).Printable}");
            console.WriteWhole($"   Verify with: {words.Of(LeakWording.VerifyOf(finding)).Printable}");
            console.WriteHanging($"   id {finding.Id}, rule {finding.Rule}: {words.Of(new NextCommand.RuleExplained(finding.Rule))}", new Style(decoration: Decoration.Dim));
        }

        if (LeakWording.Footer(report).ToArray() is { Length: > 0 } footer)
        {
            console.WriteLine();
            foreach (var line in footer)
            {
                console.WriteHanging(line.In(words).Printable);
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

    private static void WriteTitle(IAnsiConsole console, int number, LeakFinding finding)
    {
        var (place, severity) = ($"{number}. ", finding.Severity.ToString().ToUpperInvariant());
        var lines = HangingText.Lines($"{place}{severity}{LeakWording.TrendOf(finding)}  {finding.Title.Printable}", console.Profile.Width, place.Length).ToArray();
        console.Write(place, Bold);
        console.Write(severity, new Style(ColorOf(finding.Severity), decoration: Decoration.Bold));
        console.WriteLine(lines[0][(place.Length + severity.Length)..], Bold);
        foreach (var line in lines[1..])
        {
            console.WriteLine(line, Bold);
        }
    }

    private static Color ColorOf(LeakSeverity severity) => severity switch
    {
        LeakSeverity.High => Color.Red,
        LeakSeverity.Medium => Color.Olive,
        _ => Color.Blue,
    };
}
