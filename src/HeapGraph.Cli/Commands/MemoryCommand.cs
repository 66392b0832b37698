using System.CommandLine;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Options.Watching;
using HeapGraph.Cli.Output;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Targets;

namespace HeapGraph.Cli.Commands;

/// <summary>Where the memory of a process is: from what is resident down to what owns it; or how it goes over time.</summary>
internal static class MemoryCommand
{
    public static Command Create(Session session)
    {
        var command = new ExampledCommand(
            "memory",
            "Where a process's memory is: from what is resident to what owns it, in the heap and outside of it; and what stands out.",
            "heapgraph memory --pid 1234",
            "heapgraph memory app.dmp --short",
            "heapgraph memory --pid 1234 --all --format csv",
            "heapgraph memory --pid 1234 --every 1s -o memory.svg",
            "heapgraph memory --pid 1234 --until 4GB --capture big.dmp");
        var target = new TargetOptions(command);
        var all = new Option<bool>("--all") { Description = "A row for each stretch of addresses" };
        command.Options.Add(all);
        var course = new MemoryCourseOptions(command);
        var output = new OutputOptions<HeapMemory>(command) { Kind = parsed => course.IsAsked(parsed) ? typeof(HeapMemoryCourse) : typeof(HeapMemory) };
        output.Answer(session, parsed => Task.FromResult(course.IsAsked(parsed)
            ? Watched(parsed, session, target, course)
            : (target.Open(parsed, session, new HeapOptions()).Memory(parsed.GetValue(all)), ExitCode.Done)));
        return command;
    }

    private static (HeapResult Result, int Code) Watched(ParseResult parsed, Session session, TargetOptions target, MemoryCourseOptions course)
    {
        var dump = course.Capture(parsed, session);
        if (target.Choose(parsed, session) is not HeapTarget.LiveProcess process)
        {
            throw new UsageException("Only a live process can be watched.", "Choose one with --pid or --name; see: heapgraph ps");
        }

        HeapMemoryCourse watched;
        using (var ticks = new MemoryTicks(session))
        {
            watched = ProcessMemory.Watch(process, course.Of(parsed, process, ticks), session.Cancellation);
        }

        return (watched, watched.Course.End switch
        {
            MemoryCourseEnd.SizeReached => Verdict(parsed, session, target, process, dump),
            MemoryCourseEnd.Cancelled => ExitCode.Cancelled,
            _ => ExitCode.Done,
        });
    }

    // What was seen until then is written though the rest fails.
    private static int Verdict(ParseResult parsed, Session session, TargetOptions target, HeapTarget.LiveProcess process, string? dump)
    {
        try
        {
            if (dump is not null)
            {
                HeapCapture.Write(dump, process.ProcessId, target.Live(parsed), session);
            }

            HeapTarget asked = dump is null ? process : new HeapTarget.DumpFile(dump);
            session.Note($"In short: {target.Open(asked, parsed, session, new HeapOptions()).Memory().Report.Verdicts[0].Title}");
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception failed) when (failed is HeapReadException or HeapTargetNotFoundException or IOException)
        {
            session.Error.WriteLine(failed.Message.Printable);
            return ExitCode.CannotRead;
        }
    }
}
