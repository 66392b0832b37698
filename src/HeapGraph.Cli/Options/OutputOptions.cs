using System.CommandLine;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Tables;

namespace HeapGraph.Cli.Options;

/// <summary>How and where every command writes its result.</summary>
internal sealed class OutputOptions
{
    private const string Text = "table";
    private static readonly string[] Formats = [Text, "json", "csv", "markdown"];

    // What a name may end in that says something else than a table: pictures, pages, profiles, dumps.
    private static readonly string[] NoTables = [.. PictureFile.Endings.Except([".json"]), ".gz", ".pprof", ".dmp", ".gcdump", ".heapgraph"];
    private readonly Option<string?> _format = new("--format") { HelpName = "FORMAT" };
    private readonly Option<string?> _file = new("-o", "--output") { HelpName = "FILE" };
    private readonly Option<bool> _short = new("--short", "--short-names") { Description = "Type names without namespaces" };
    private readonly Option<bool> _noProgress = new("--no-progress") { Description = "No progress on stderr" };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "Nothing on stderr but errors" };
    private readonly string[] _moreFormats;
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Phases with times and memory on stderr; the stack of a defect" };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="whatIsWritten">Help for <c>-o</c>.</param>
    /// <param name="moreFormats">What the command writes besides tables.</param>
    public OutputOptions(Command command, string whatIsWritten = "Write the result to this file", params string[] moreFormats)
    {
        _moreFormats = moreFormats;
        string[] formats = [.. Formats, .. moreFormats];
        _file.Description = whatIsWritten;
        _format.Description = $"{string.Join(", ", formats[..^1])} or {formats[^1]}; without it by the ending of -o, else table";
        _format.AcceptOnlyFromAmong(formats);
        foreach (var option in (Option[])[_format, _file, _short, _noProgress, _quiet, _verbose])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether the command itself knows what a file's ending means; otherwise files hold tables.</summary>
    public bool HasOwnEndings { get; init; }

    /// <summary>The file that was named; null for stdout, which <c>-</c> names too.</summary>
    public string? File(ParseResult parsed) => parsed.GetValue(_file) is var file && file == "-" ? null : file;

    /// <summary>The format that was asked for by name; null when none was.</summary>
    public string? NamedFormat(ParseResult parsed) => parsed.GetValue(_format);

    /// <summary>Whether the result is for a reader on a terminal, rather than for a program.</summary>
    public bool IsText(ParseResult parsed) => FormatOf(parsed) == Text;

    public bool ShortNames(ParseResult parsed) => parsed.GetValue(_short);

    /// <summary>Sets the session up, and refuses what can't be written before the work is done.</summary>
    /// <exception cref="UsageException">Such a file is not written by this command.</exception>
    /// <exception cref="HeapReadException">The file can't be written.</exception>
    public void ApplyTo(Session session, ParseResult parsed)
    {
        session.IsVerbose = parsed.GetValue(_verbose);
        session.IsQuiet = parsed.GetValue(_quiet);
        session.ShowsProgress = !parsed.GetValue(_noProgress);
        if (File(parsed) is { } path)
        {
            RequireWritable(path, parsed);
        }
    }

    /// <summary>Writes a table in the format asked for.</summary>
    public void Write(ParseResult parsed, Session session, TableView view, Func<string> json) =>
        Write(parsed, session, json, () => view, output => TableText.Write(Session.ConsoleOver(output), view));

    /// <summary>Writes a result that has a form of its own on the terminal, and perhaps in markdown.</summary>
    public void Write(
        ParseResult parsed, Session session, Func<string> json, Func<TableView> view, Action<TextWriter> text, Action<TextWriter>? markdown = null)
    {
        if (File(parsed) is { } path)
        {
            AtomicFile.Write(path, temporary =>
            {
                using var file = new CancellableWriter(new StreamWriter(temporary), session.Cancellation);
                WriteTo(file);
            });
        }
        else
        {
            try
            {
                WriteTo(session.Output);
            }
            catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
            {
                throw new HeapReadException($"The result can't be written to stdout: {closed.Message.TrimEnd('.')}.", "Look where stdout leads, or name a file with -o.", closed);
            }
        }

        void WriteTo(TextWriter output)
        {
            switch (FormatOf(parsed))
            {
                case "json":
                    output.Write(json());
                    break;
                case "csv":
                    var rows = view();
                    DelimitedText.WriteCsv(output, rows);
                    foreach (var line in rows.Footer)
                    {
                        session.Note(line);
                    }

                    break;
                case "markdown" when markdown is not null:
                    markdown(output);
                    break;
                case "markdown":
                    DelimitedText.WriteMarkdown(output, view());
                    break;
                default:
                    text(output);
                    break;
            }
        }
    }

    private void RequireWritable(string path, ParseResult parsed)
    {
        if (path.Length == 0)
        {
            throw new UsageException("'' is no file.", "Name one with -o, or leave -o out.");
        }

        if (parsed.CommandResult.Command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? [])
            .Any(word => word.Value.Length > 0 && Path.GetFullPath(word.Value) == Path.GetFullPath(path)))
        {
            throw new UsageException($"'{path}' is what is read.", "Name another file with -o.");
        }

        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (!HasOwnEndings && NoTables.Contains(ending) && !_moreFormats.Contains(ending[1..]))
        {
            throw new UsageException(
                $"'{parsed.CommandResult.Command.Name}' writes no {ending} file.", $"Use one of: .json .csv .md .txt{string.Concat(_moreFormats.Select(format => $" .{format}"))}");
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

    private string FormatOf(ParseResult parsed) => NamedFormat(parsed) ?? Path.GetExtension(File(parsed))?.ToLowerInvariant() switch
    {
        ".json" => "json",
        ".csv" => "csv",
        ".md" => "markdown",
        _ => Text,
    };
}
