using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Output;
using HeapGraph.Cli.Running;
using HeapGraph.Cli.Words;
using HeapGraph.Core.Files;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Commands;

/// <summary>Writes a live process's heap to a dump that other tools read too.</summary>
internal static class CaptureCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand("capture", "Writes a live process's heap to a core dump.", "heapgraph capture --pid 1234 -o snap1.dmp");
        var target = new TargetOptions(command);
        var output = new OutputOptions<HeapResult>(command, "The core dump to write") { MayReplaceDumps = true };
        var allMemory = new Option<bool>("--all-memory")
        {
            Description = "Copy large native blocks too while the process stands still; otherwise they are copied right after, which matters to native debuggers only",
        };
        command.Add(allMemory);
        command.SetAction((parsed, _) =>
        {
            output.ApplyTo(session, parsed);
            var path = output.File(parsed) ?? throw new UsageException("No file was named.", "Name one with -o, such as: -o snap1.dmp");
            var refusal = OutputFormat.OtherKind(path) switch
            {
                "heapgraph" => "Saved snapshots (.heapgraph) can't be written yet.",
                "gcdump" => "A .gcdump can't be written.",
                _ => null,
            };
            if (refusal is not null)
            {
                throw new UsageException(refusal, "Write a core dump, which every command reads: -o snap1.dmp");
            }

            if (AtomicFile.IsDevice(path))
            {
                throw new UsageException($"A dump can't be written to '{path}'.", "Name a file on a disk: -o snap1.dmp");
            }

            if (target.Choose(parsed, session) is not HeapTarget.LiveProcess process)
            {
                throw new UsageException("Only a live process can be captured.", "Choose one with --pid or --name; see: heapgraph ps");
            }

            HeapCapture.Write(path, process.ProcessId, target.Live(parsed) with { CopiesAllAtOnce = parsed.GetValue(allMemory) }, session);
            session.Note($"Next: {new RemedyWords(new HeapTarget.DumpFile(path)).Of(new NextCommand.Suspects())}", isCopied: true);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
