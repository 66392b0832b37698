using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Inspections;

namespace HeapGraph.Cli.Commands;

/// <summary>What a rule of triage looks for.</summary>
internal static class ExplainCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "explain",
            "What a rule of triage looks for, from how much on, with an example, and what is in order and looks the same. Without a name all rules.",
            "heapgraph explain",
            "heapgraph explain event-handlers");
        var rule = new Argument<string?>("RULE") { HelpName = "RULE", Description = "The rule, as it stands below each suspect of triage", Arity = ArgumentArity.ZeroOrOne };
        rule.CompletionSources.Add([.. AllInspections.List.Select(known => known.Name)]);
        command.Arguments.Add(rule);
        command.SetAction(parsed => session.Output.Write(
            parsed.GetValue(rule) is { } name ? EntryOf(name) : string.Concat(AllInspections.List.Select(known => $"{known.Name,-22} {known.Subject}\n"))));
        return command;
    }

    private static string EntryOf(string rule)
    {
        try
        {
            return HeapTriage.Explain(rule);
        }
        catch (UnknownNameException unknown)
        {
            throw new UsageException(unknown.Message, unknown.Nearest.Count > 0 ? $"The nearest names: {string.Join(", ", unknown.Nearest)}" : "'heapgraph explain' lists all of them.");
        }
    }
}
