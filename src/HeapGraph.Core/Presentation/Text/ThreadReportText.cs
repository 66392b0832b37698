using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Text;

/// <summary>Threads: those with equal stacks together, each stack with its innermost method first.</summary>
internal static class ThreadReportText
{
    private const int MostWaits = 5;   // of threads that stand at the same place

    /// <summary>The lines of a report.</summary>
    /// <param name="target">The dump or process, as the user named it.</param>
    /// <param name="report">What to show.</param>
    /// <param name="shortNames">Methods and types without namespaces.</param>
    /// <param name="each">Each thread by itself.</param>
    public static ReportLines Of(string target, ThreadReport report, bool shortNames, bool each)
    {
        var groups = report.Groups;
        return new(
            [
                new(ThreadWording.TitleOf(target, report), ReportLine.Title),
                .. DeathWording.HeaderOf(report.Coverage).Select(line => new ReportLine(line, ReportLine.GraveTitle)),
                .. ProcessWording.LineOf(report.Coverage).Select(line => new ReportLine(line)),
                .. ThreadWording.DeadlocksOf(report).Select(line => new ReportLine(line, ReportLine.GraveTitle)),
            ],
            (each ? groups.SelectMany(same => same).Select(thread => (IReadOnlyList<HeapThread>)[thread]) : groups).Select(group => OfGroup(group, report, shortNames)),
            ThreadWording.FooterOf(report));
    }

    private static IEnumerable<ReportLine> OfGroup(IReadOnlyList<HeapThread> group, ThreadReport report, bool shortNames)
    {
        yield return new(HeadOf(group), ReportLine.Title);
        foreach (var (depth, text) in group[0].Exception is { } thrown ? LinesOf(thrown, shortNames, 0) : [])
        {
            yield return new($"   {(depth == 0 ? "exception" : new string(' ', 2 * depth) + "inside:")} {text}", ReportLine.Grave);
        }

        var facts = group.SelectMany(thread => FactsOf(thread, report).Select(fact => (Fact: fact, Name: NumberOf(thread)))).GroupBy(fact => fact.Fact, fact => fact.Name).ToArray();
        foreach (var fact in facts.Take(group.Count == 1 ? facts.Length : MostWaits))
        {
            yield return new($"   {(fact.Count() == group.Count ? "" : $"{ThreadWording.NamesOf([.. fact])}: ")}{fact.Key}");
        }

        if (group.Count > 1 && facts.Length > MostWaits)
        {
            yield return new($"   and {Wording.More(facts.Length - MostWaits, "such line")}", ReportLine.Dim);
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

    private static IEnumerable<ReportLine> FramesOf(HeapThread thread, bool shortNames)
    {
        return thread.Frames.Count == 0 ? [new ReportLine(thread.Unread is null ? "     (no managed method)" : "     (not read)", ReportLine.Dim)]
            :
            [
                .. LinesOf(thread.Frames),
                .. thread.FramesLeftOut == 0 ? (ReportLine[])[] : [new ReportLine($"     ({Wording.More(thread.FramesLeftOut, "frame")})", ReportLine.Dim)],
                .. LinesOf(thread.OuterFrames),
            ];

        IEnumerable<ReportLine> LinesOf(IReadOnlyList<HeapFrame> frames) => ReportLines.OfFrames(RunsOf(frames), "frame", run => new ReportLine(
            $"     {NameOf(run.Frame.Method, shortNames)}{(run.Frame.SourceLine is null ? "" : $" at {run.Frame.SourceLine}")}{(run.Count > 1 ? $" × {run.Count:N0}" : "")}",
            run.Frame.IsFramework ? ReportLine.Dim : null));
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

    private static IEnumerable<(int Depth, string Text)> LinesOf(HeapException exception, bool shortNames, int depth) =>
    [
        (depth, DeathWording.Of(exception, shortNames)),
        .. exception.Inner.SelectMany(inner => LinesOf(inner, shortNames, depth + 1)),
        .. exception.InnerLeftOut == 0 ? ((int, string)[])[] : [(depth + 1, $"{Wording.More(exception.InnerLeftOut, "exception")}, not shown")],
    ];
}
