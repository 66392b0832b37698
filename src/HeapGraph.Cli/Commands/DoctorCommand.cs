using System.CommandLine;
using System.Diagnostics;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Output;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Commands;

/// <summary>What can and can't be read here, and what would help.</summary>
internal static class DoctorCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "doctor",
            "What can and can't be read here, for this target, with the remedy for each. Exit code 0 when the target can be read, 3 when not.",
            "heapgraph doctor --pid 1234",
            "heapgraph doctor app.dmp",
            "heapgraph doctor --format json");
        var target = new TargetOptions(command);
        var output = new OutputOptions<CheckList>(command);
        output.Answer(session, parsed =>
        {
            var (chosen, missing) = Choose(parsed, target, session);
            if (chosen is not null)
            {
                session.Reads(chosen);
            }

            var list = new CheckList(chosen?.Name, [
                .. chosen is null ? [missing!] : HeapTargetChecks.Of(chosen, target.Dac(parsed), target.Live(parsed)),
                HeapTargetChecks.OfTemporaryFolder(),
                Graphviz(),
            ]);
            return Task.FromResult(((HeapResult)list, list.CanBeRead || chosen is null ? ExitCode.Done : ExitCode.CannotRead));
        });
        return command;
    }

    /// <summary>The target; where none was named and there is none, why.</summary>
    private static (HeapTarget? Target, TargetCheck? Missing) Choose(ParseResult parsed, TargetOptions target, Session session)
    {
        try
        {
            return (target.Choose(parsed, session), null);
        }
        catch (HeapTargetNotFoundException none) when (!target.IsNamed(parsed))
        {
            return (null, new TargetCheck("target", CheckState.Limited, none.Message, none.Remedy));
        }
    }

    private static TargetCheck Graphviz() => GraphvizProgram.Version() is { } version
        ? new TargetCheck("Graphviz", CheckState.Good, version)
        : new TargetCheck("Graphviz", CheckState.Limited, "there is no 'dot' program: pictures are written as .dot only", GraphvizProgram.InstallHint);
}
