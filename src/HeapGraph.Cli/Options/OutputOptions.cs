using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Files;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Cli.Options;

/// <summary>How and where a command writes its result. It also does a command's first line and its last one.</summary>
internal class OutputOptions
{
    private readonly Command _command;
    private readonly Type _result;
    private readonly Option<string?> _format = new("--format") { HelpName = "FORMAT" };
    private readonly Option<string?> _file = new("-o", "--output") { HelpName = "FILE" };
    private readonly Option<bool> _short = new("--short", "--short-names") { Description = "Type names without namespaces" };
    private readonly Option<bool> _noProgress = new("--no-progress") { Description = "No progress on stderr" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Nothing on stderr but errors" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "On stderr what each phase took, in time and memory, and the stack of a defect" };

    private readonly ConfigOptions _config;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="result">What it answers with.</param>
    /// <param name="whatIsWritten">Help for <c>-o</c>.</param>
    protected OutputOptions(Command command, Type result, string whatIsWritten)
    {
        (_command, _result) = (command, result);
        string[] formats = [.. OutputFormat.NamesFor(result)];
        _file.Description = whatIsWritten;
        _format.Description = $"{string.Join(", ", formats[..^1])} or {formats[^1]}; without it by the ending of -o, else table"
            + (formats.Contains(OutputFormat.Csv.Name) ? $". In {OutputFormat.Csv} text that a spreadsheet would run begins with an apostrophe" : "");
        _format.AcceptOnlyFromAmong(formats);
        foreach (var option in (Option[])[_format, _file, _short, _noProgress, _quiet, _verbose])
        {
            command.Options.Add(option);
        }

        _config = new ConfigOptions(command);
    }

    /// <summary>Whether what is written may take the place of an older dump: it is one itself.</summary>
    public bool MayReplaceDumps { get; init; }

    /// <summary>What it answers with where that depends on other options; null for always the same.</summary>
    public Func<ParseResult, Type>? Kind { get; init; }

    /// <summary>The file that was named; null for stdout, which <c>-</c> names too.</summary>
    public string? File(ParseResult parsed) => parsed.GetValue(_file) is var file && file == "-" ? null : file;

    /// <summary>The form of the result.</summary>
    /// <exception cref="UsageException">The command writes no such form, or it and the file contradict each other.</exception>
    public OutputFormat Format(ParseResult parsed)
    {
        try
        {
            return OutputFormat.For(Kind?.Invoke(parsed) ?? _result, File(parsed), parsed.GetValue(_format) is { } name ? OutputFormat.Named(name) : null);
        }
        catch (OutputRefusedException refused)
        {
            throw refused switch
            {
                OutputRefusedException.UnknownEnding unknown => new UsageException(
                    $"'{_command.Name}' writes no {unknown.Ending} file.", $"Use one of: {string.Join(' ', unknown.Endings)}"),
                OutputRefusedException.Contradiction { Endings: [_, ..] endings } => new UsageException(refused.Message, $"Name a file that ends in {string.Join(" or ", endings)}."),
                OutputRefusedException.NoText binary => new UsageException(refused.Message, $"Name a file: -o heap{binary.Ending}"),
                _ => new UsageException(refused.Message, "Leave out --format, or name another file."),
            };
        }
    }

    public bool ShortNames(ParseResult parsed) => parsed.GetValue(_short);

    /// <summary>Has the command answer a question: what can't be written is refused before it is asked.</summary>
    /// <param name="session">The run.</param>
    /// <param name="ask">The question.</param>
    public void Answer(Session session, Func<ParseResult, HeapResult> ask) => Answer(session, parsed => Task.FromResult((ask(parsed), ExitCode.Done)));

    /// <summary>Likewise, where the exit code is part of the answer.</summary>
    public void Answer(Session session, Func<ParseResult, Task<(HeapResult Result, int Code)>> ask) => _command.SetAction(async (parsed, _) =>
    {
        ApplyTo(session, parsed);
        var format = Format(parsed);
        var (result, code) = await ask(parsed);
        Write(parsed, session, format, result, code);
        return code;
    });

    /// <summary>Sets the session up, and refuses a file that can't be written before the work is done.</summary>
    /// <exception cref="UsageException">It is none, or it is what is read.</exception>
    /// <exception cref="HeapReadException">The file can't be written.</exception>
    public void ApplyTo(Session session, ParseResult parsed)
    {
        session.IsVerbose = parsed.GetValue(_verbose);
        session.IsQuiet = parsed.GetValue(_quiet);
        session.ShowsProgress = !parsed.GetValue(_noProgress);
        PrepareToWrite(session, parsed);
        session.Config = _config.Of(parsed, session);
    }

    private void PrepareToWrite(Session session, ParseResult parsed)
    {
        if (File(parsed) is not { } path)
        {
            return;
        }

        if (path.Length == 0)
        {
            throw new UsageException("'' is no file.", "Name one with -o, or leave -o out.");
        }

        session.Writes(path, AtomicFile.IsDevice(path) ? [] : OutputFormat.FilesOf(Kind?.Invoke(parsed) ?? _result, path));
        foreach (var word in _command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? []).Where(word => word.Value.Length > 0))
        {
            session.Reads(word.Value);
        }

        if (!MayReplaceDumps && session.Written.FirstOrDefault(IsDump) is { } dump)
        {
            throw new UsageException($"'{dump}' is a dump, which no result is written over.", "Name another file with -o, or delete that one first.");
        }

        try
        {
            AtomicFile.Require(path);
        }
        catch (IOException refused)
        {
            throw new HeapReadException($"The result can't be written: {refused.Message}", "Name another file with -o, in a folder that is there.", refused);
        }
    }

    private static bool IsDump(string path)
    {
        try
        {
            // A pipe has no length, and opening one waits for somebody to write to it.
            using var file = new FileInfo(path) is { Exists: true, Length: > 0 } ? System.IO.File.OpenRead(path) : Stream.Null;
            return DumpKinds.Of(file) is DumpKind.ElfCore or DumpKind.ElfCoreOf32Bit or DumpKind.CutElf or DumpKind.Minidump or DumpKind.MacCore or DumpKind.GcDump;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Write(ParseResult parsed, Session session, OutputFormat format, HeapResult result, int code)
    {
        var to = new Destination
        {
            Path = File(parsed),
            Writer = session.Output,
            ShortNames = ShortNames(parsed),
            ConsoleOver = ResultConsole.Over,
            Clock = session,
            Cancellation = code == ExitCode.Cancelled ? CancellationToken.None : session.Cancellation,   // what there was by then is written whole
        };
        try
        {
            foreach (var line in format.Write(result, to))
            {
                session.Note(line);
            }

            session.Output.Flush();
            if (code == ExitCode.Done && format != OutputFormat.Json && result.Next is { } next)
            {
                session.Note($"Next: {result.Words.Of(next)}", isCopied: true);
            }
        }
        catch (Exception closed) when (to.Path is null && closed is IOException or UnauthorizedAccessException)
        {
            throw new HeapReadException($"The result can't be written to stdout: {closed.Message.TrimEnd('.')}.", "Look where stdout leads, or name a file with -o.", closed);
        }
    }
}

/// <summary>The same for a kind of result.</summary>
/// <param name="command">The command that gets the options.</param>
/// <param name="whatIsWritten">Help for <c>-o</c>.</param>
internal sealed class OutputOptions<TResult>(Command command, string whatIsWritten = "Write the result to this file")
    : OutputOptions(command, typeof(TResult), whatIsWritten)
    where TResult : HeapResult;
