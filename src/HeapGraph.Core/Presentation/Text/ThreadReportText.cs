using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Threads on the terminal: those with equal stacks together, each stack with its innermost method first.</summary>
internal static class ThreadReportText
{
    private const int MostFrames = 100, LastFrames = 20;   // of a stack that ran over
    private const int MostWaits = 5;                       // of threads that stand at the same place
    private const string Dim = "dim", Grave = "red", Title = "bold";

    /// <summary>Writes the report.</summary>
    /// <param name="console">Its colours count.</param>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Methods and types without namespaces.</param>
    /// <param name="each">Each thread by itself.</param>
    public static void Write(IAnsiConsole console, string target, ThreadReport report, bool shortNames, bool each)
    {
        foreach (var (text, colour) in LinesOf(target, report, shortNames, each))
        {
            console.WriteHanging(text.Printable, colour.Length == 0 ? Style.Plain : Style.Parse(colour));
        }
    }

    /// <summary>The same as plain lines.</summary>
    public static IEnumerable<(string Text, string Colour)> LinesOf(string target, ThreadReport report, bool shortNames, bool each)
    {
        foreach (var (number, line) in ThreadWording.HeaderOf(target, report).Index())
        {
            yield return (line, number == 0 ? Title : line.StartsWith("Deadlock", StringComparison.Ordinal) || line.StartsWith("Died", StringComparison.Ordinal) ? $"{Title} {Grave}" : "");
        }

        foreach (var group in each ? report.Groups.SelectMany(same => same).Select(thread => (IReadOnlyList<HeapThread>)[thread]) : report.Groups)
        {
            yield return ("", "");
            foreach (var line in OfGroup(group, report, shortNames))
            {
                yield return line;
            }
        }

        foreach (var (number, line) in ThreadWording.FooterOf(report).Index())
        {
            if (number == 0)
            {
                yield return ("", "");
            }

            yield return (line, "");
        }
    }

    private static IEnumerable<(string Text, string Colour)> OfGroup(IReadOnlyList<HeapThread> group, ThreadReport report, bool shortNames)
    {
        yield return (HeadOf(group), Title);
        foreach (var exception in group[0].Exception is { } thrown ? Flat(thrown, 0) : [])
        {
            yield return ($"   {(exception.Depth == 0 ? "exception" : new string(' ', 2 * exception.Depth) + "inside:")} {DeathWording.Of(exception.Exception, shortNames)}", Grave);
        }

        var facts = group.SelectMany(thread => FactsOf(thread, report).Select(fact => (Fact: fact, Name: NumberOf(thread)))).GroupBy(fact => fact.Fact, fact => fact.Name).ToArray();
        foreach (var fact in facts.Take(group.Count == 1 ? facts.Length : MostWaits))
        {
            yield return ($"   {(fact.Count() == group.Count ? "" : $"{ThreadWording.NamesOf([.. fact])}: ")}{fact.Key}", "");
        }

        if (group.Count > 1 && facts.Length > MostWaits)
        {
            yield return ($"   and {Wording.More(facts.Length - MostWaits, "such line")}", Dim);
        }

        foreach (var frame in FramesOf(group[0], shortNames))
        {
            yield return frame;
        }
    }

    private static string HeadOf(IReadOnlyList<HeapThread> group)
    {
        var state = ThreadWording.Of(group[0].Traits);
        return group.Count == 1
            ? $"{group[0]} (os {group[0].OsId}{(state.Length == 0 ? "" : $", {state}")})"
            : $"{group.Count:N0} threads: {ThreadWording.NamesOf([.. group.Select(NumberOf)])}"
                + (state.Length > 0 && group.All(thread => thread.Traits == group[0].Traits) ? $" ({state})" : "");
    }

    // 7 "worker"
    private static string NumberOf(HeapThread thread) => thread.ToString()["thread ".Length..];

    private static IEnumerable<string> FactsOf(HeapThread thread, ThreadReport report) =>
    [
        .. thread.WaitsFor is { } wait ? (string[])[ThreadWording.Of(wait, report)] : [],
        .. thread.Holds.Select(held => ThreadWording.Of(held, report)),
        .. thread.Retained is { } retained ? (string[])[$"its stack alone keeps {Wording.Count(retained.Objects, "object")} alive: {retained.Bytes.AsByteSize}"] : [],
    ];

    private static IEnumerable<(string Text, string Colour)> FramesOf(HeapThread thread, bool shortNames)
    {
        if (thread.Frames.Count == 0)
        {
            yield return (thread.Unread is null ? "     (no managed method)" : "     (not read)", Dim);
        }

        var runs = RunsOf(thread.Frames);
        foreach (var (number, (frame, count)) in runs.Index())
        {
            if (runs.Count <= MostFrames || number < MostFrames - LastFrames || number >= runs.Count - LastFrames)
            {
                yield return ($"     {NameOf(frame.Method, shortNames)}{(frame.SourceLine is null ? "" : $" at {frame.SourceLine}")}{(count > 1 ? $" × {count:N0}" : "")}", frame.IsFramework ? Dim : "");
            }
            else if (number == MostFrames - LastFrames)
            {
                yield return ($"     ({Wording.More(runs.Count - MostFrames, "frame")})", Dim);
            }
        }
    }

    // Calls of a method by itself, one after the other.
    private static List<(HeapFrame Frame, int Count)> RunsOf(IReadOnlyList<HeapFrame> frames)
    {
        var runs = new List<(HeapFrame, int)>();
        foreach (var frame in frames)
        {
            if (runs.Count > 0 && runs[^1] is var (last, count) && last == frame)
            {
                runs[^1] = (last, count + 1);
            }
            else
            {
                runs.Add((frame, 1));
            }
        }

        return runs;
    }

    private static string NameOf(string method, bool shorten) => shorten ? ThreadWording.ShortNameOf(method) : method;

    private static IEnumerable<(HeapException Exception, int Depth)> Flat(HeapException exception, int depth) =>
        exception.Inner.SelectMany(inner => Flat(inner, depth + 1)).Prepend((exception, depth));
}
