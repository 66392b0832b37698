using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Inspections;
using HeapGraph.Core.Presentation.Json;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Commands;

/// <summary>Leak suspects in plain language.</summary>
internal static class TriageCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "triage",
            "Leak suspects in plain language, each with evidence: the first command to run on an unknown dump.",
            "heapgraph triage app.dmp",
            "heapgraph triage --pid 1234 --format markdown -o leaks.md",
            "heapgraph triage app.dmp -o report.html",
            "heapgraph triage monday.dmp tuesday.dmp wednesday.dmp",
            "heapgraph triage new.dmp --baseline old.json");
        var target = new TargetOptions(command, several: ", or several of one program, oldest first, to see what grows");
        var limit = WholeNumber.Option("--limit", "Leak suspects to show; 0 for all", 10);
        var baseline = new Option<string?>("--baseline")
        {
            Description = "Compare with what an earlier run wrote with --format json: new, worse, same, gone", HelpName = "FILE",
        };
        command.Options.Add(limit);
        var finding = new Option<string?>("--finding") { Description = "Only the suspect with this id: none once it is mended", HelpName = "ID" };
        command.Options.Add(baseline);
        command.Options.Add(finding);
        var details = new DetailOptionGroup(command, namesArrows: false);
        var output = new OutputOptions<HeapTriage>(command, "Write the result to this file; .html is a report with pictures to pass on");
        output.Answer(session, parsed =>
        {
            var id = parsed.GetValue(finding);
            if (id is not null && !LeakFingerprint.Is(id))
            {
                throw new UsageException($"'{id}' is no id of a suspect.", "An id is 12 digits and letters from a to f, as it stands below each suspect of 'heapgraph triage'.");
            }

            var before = parsed.GetValue(baseline) is { } file ? BaselineIn(file, session) : null;
            var dumps = target.ChooseDumps(parsed);
            if (before is not null && dumps.Count > 0)
            {
                throw new UsageException("--baseline stands in place of an earlier dump.", "Give one dump and --baseline, or several dumps.");
            }

            var earlier = dumps.SkipLast(1).Select(Inspect).ToArray();
            var suspects = Inspect(dumps.Count > 0 ? dumps[^1] : target.Choose(parsed, session));
            var compared = before is not null ? suspects.ComparedWith(before) : earlier.Length > 0 ? suspects.ComparedWith(earlier) : suspects;
            return id is null ? compared : compared.Only(id);

            HeapTriage Inspect(HeapTarget heap) => target.Open(heap, parsed, session, details.Of(parsed)).Triage(parsed.GetValue(limit));
        });
        return command;
    }

    private static TriageBaseline BaselineIn(string file, Session session)
    {
        if (!File.Exists(file))
        {
            throw new UsageException($"There is no file '{file}'.", "Make a baseline with: heapgraph triage old.dmp --limit 0 -o old.json");
        }

        session.Reads(file);
        var baseline = TriageBaseline.Parse(File.ReadAllBytes(file))
            ?? throw new UsageException($"'{file}' is no result of triage.", "Make a baseline with: heapgraph triage old.dmp --limit 0 -o old.json");
        if (baseline.FindingCount > baseline.Findings.Count)
        {
            session.Note($"The baseline lists {baseline.Findings.Count:N0} of its {baseline.FindingCount:N0} findings (its --limit): the others may count as new here.");
        }

        return baseline;
    }
}
