using System.CommandLine;
using System.Diagnostics;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Output;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading;
using HeapGraph.Core.Reading.Runtime;
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
            TargetCheck[] machine = [HeapTargetChecks.OfTemporaryFolder(), Graphviz(), .. Settings(session.Config.Value), .. Rights()];   // first: reading a target may cost the right to look
            if (chosen is not null)
            {
                session.Reads(chosen);
            }

            var list = new CheckList(chosen, [
                .. chosen is null ? [missing!] : HeapTargetChecks.Of(chosen, target.Dac(parsed), target.Live(parsed)), .. machine]);
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

    private static TargetCheck[] Rights() => !OperatingSystem.IsLinux() ? []
        : NativeCode.GiveUpRights is not null ? [new TargetCheck("rights", CheckState.Good, "all of them are given up before a DAC is loaded")]
        : [new TargetCheck(
            "rights", CheckState.Limited, "none are given up before a DAC is loaded: one that others may have put where it is is refused",
            "Run where the kernel is Linux 5.14 or newer, and filters of system calls (seccomp) are allowed.")];

    private static TargetCheck[] Settings(Config config) => config.Path is not { } path ? [] : [new TargetCheck("config", CheckState.Good, $"{path} says " + (config switch
    {
        { OwnNamespaces: [], Theme: null, Silence: [] } => "nothing",
        var some => string.Join("; ", (string[])[
            .. some.OwnNamespaces.Count > 0 ? (string[])[$"own namespaces {string.Join(", ", some.OwnNamespaces)}"] : [],
            .. some.Theme is { } theme ? (string[])[$"theme {(theme == PictureTheme.Dark ? "dark" : "light")}"] : [],
            .. some.Silence.Count > 0 ? (string[])[$"silent about {string.Join(", ", some.Silence.Select(silence => silence.Id))}"] : []]),
    }))];

    private static TargetCheck Graphviz() => GraphvizProgram.Version() is { } version
        ? new TargetCheck("Graphviz", CheckState.Good, version)
        : new TargetCheck("Graphviz", CheckState.Limited, "there is no 'dot' program: pictures are written as .dot only", GraphvizProgram.InstallHint);
}
