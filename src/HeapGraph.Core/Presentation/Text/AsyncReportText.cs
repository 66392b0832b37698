using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Async calls on the terminal, each chain as a stack with its innermost method first.</summary>
internal static class AsyncReportText
{
    private const int MostFrames = 100, LastFrames = 20;   // of a chain that goes very deep

    /// <summary>Writes the report.</summary>
    /// <param name="console">Its colours count.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Methods without namespaces.</param>
    /// <param name="words">How what can be set is named.</param>
    public static void Write(IAnsiConsole console, string target, AsyncReport report, bool shortNames, IRemedyWords words)
    {
        foreach (var (text, colour) in LinesOf(target, report, shortNames, words))
        {
            console.WriteHanging(text.Printable, colour.Length == 0 ? Style.Plain : Style.Parse(colour));
        }
    }

    /// <summary>The same as plain lines.</summary>
    public static IEnumerable<(string Text, string Colour)> LinesOf(string target, AsyncReport report, bool shortNames, IRemedyWords words)
    {
        foreach (var (number, line) in AsyncWording.HeaderOf(target, report).Index())
        {
            yield return (line, number == 0 ? "bold" : "");
        }

        foreach (var chain in report.Chains)
        {
            yield return ("", "");
            yield return ($"{chain.Count:N0} × awaiting {chain.Awaits}", "bold");
            foreach (var (number, frame) in chain.Frames.Index())
            {
                if (chain.Frames.Count <= MostFrames || number < MostFrames - LastFrames || number >= chain.Frames.Count - LastFrames)
                {
                    yield return ($"     {AsyncWording.Of(frame, shortNames)}", frame.IsFramework ? "dim" : "");
                }
                else if (number == MostFrames - LastFrames)
                {
                    yield return ($"     ({Wording.More(chain.Frames.Count - MostFrames, "call")})", "dim");
                }
            }

            yield return ($"     ({chain.Outer}; for example {chain.Address:x})", "dim");
        }

        foreach (var (number, line) in AsyncWording.FooterOf(report).Index())
        {
            if (number == 0)
            {
                yield return ("", "");
            }

            yield return (line.In(words), "");
        }
    }
}
