using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph;
using HeapGraph.Cli;
using HeapGraph.Cli.Commands;
using HeapGraph.Cli.Completion;
using HeapGraph.Cli.Manual;
using HeapGraph.Cli.Running;
using HeapGraph.Cli.Sealing;
using HeapGraph.Core.Reading.Runtime;

StandardStreams.Hold();
AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    Environment.Exit(FailureReport.Write((Exception)unhandled.ExceptionObject, Console.Error, args.Contains("--verbose")));
Console.SetError(new ForgivingWriter(Console.Error));
args = HeapGraphProgram.Meant(args);
if (GuardedRun.IsWanted(args))
{
    return GuardedRun.Run(args, Console.Error);
}

GuardedRun.EndWithGuard();
if (OperatingSystem.IsLinux() && Seal.Begin())
{
    NativeCode.GiveUpRights = Seal.Close;
}

MemoryShortage.EndUsFirst();
GuardedRun.HoldOutput();
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var interrupted = new CancellationTokenSource();
Stopwatch? firstSignal = null;
Timer? patience = null;
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = StopOnce();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = StopOnce());
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = StopOnce());
return GuardedRun.ToGuard(HeapGraphProgram.Run(args, Console.Out, Console.Error, interrupted.Token));

// The first signal lets the work end and clean up; a second one ends the program where it stands. A terminal's Ctrl+C
// comes twice at once: from the terminal, and passed on by the guard.
bool StopOnce()
{
    var isFirst = !interrupted.IsCancellationRequested;
    firstSignal ??= Stopwatch.StartNew();
    patience ??= new Timer(_ => Environment.Exit(ExitCode.Cancelled), null, GuardedRun.TimeToEnd * 2, Timeout.InfiniteTimeSpan);   // the guard, whose task this is, may be gone
    interrupted.Cancel();
    return isFirst || firstSignal.Elapsed < TimeSpan.FromSeconds(0.5);
}

/// <summary>The program without its process: what tests run.</summary>
internal static class HeapGraphProgram
{
    /// <summary>What a command line means.</summary>
    public static string[] Meant(string[] args) => FamiliarWords.Meant(args, () =>
    {
        using var session = new Session(TextWriter.Null, TextWriter.Null, CancellationToken.None);
        return [.. CommandLine(session).Subcommands.Select(command => command.Name)];
    });

    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using var session = new Session(output, error, cancellation);
        try
        {
            var commands = CommandLine(session);
            if (args is [Completions.Question, .. var words])
            {
                Completions.Write(commands, words, output);
                return ExitCode.Done;
            }

            // No response files: a name may well begin with @.
            var parsed = commands.Parse(Meant(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
            WrongCommandLine.Refuse(parsed);
            var code = parsed.InvokeAsync(
                new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellation).GetAwaiter().GetResult();
            output.Flush();
            return code;
        }
        catch (Exception failure)
        {
            if (failure is not IOException)
            {
                output.Flush();
            }

            return FailureReport.Write(failure, error, session.IsVerbose);
        }
    }

    private static RootCommand CommandLine(Session session)
    {
        var root = new RootCommand("Which .NET objects are most common, which grew, and what keeps them alive.")
        {
            PsCommand.Create(session),
            CommonCommand.Create(session),
            GrowthCommand.Create(session),
            NeighborhoodCommand.Create(ReferenceDirection.Referrers, session),
            NeighborhoodCommand.Create(ReferenceDirection.References, session),
            ChainCommand.Create(session),
            ObjectsCommand.Create(session),
            ShowCommand.Create(session),
            MemoryCommand.Create(session),
            StringsCommand.Create(session),
            DominatorsCommand.Create(session),
            WhatIfCommand.Create(session),
            TriageCommand.Create(session),
            ExplainCommand.Create(session),
            ThreadsCommand.Create(session),
            AsyncCommand.Create(session),
            CaptureCommand.Create(session),
            DoctorCommand.Create(session),
            CompletionCommand.Create(session),
            ManualCommand.Create(session),
        };
        ExampledCommand.ShowExamplesIn(root);
        return root;
    }
}
