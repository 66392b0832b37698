using System.CommandLine;
using System.Globalization;
using System.Reflection;
using HeapGraph.Cli.Commands;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Manual;

/// <summary>heapgraph(1), made from the same commands and options as help.</summary>
internal static class ManualPage
{
    private const string Program = "heapgraph";
    private const int Few = 2;   // commands that an option is told with; one of more is told once

    private static readonly (int Code, string Meaning)[] ExitCodes =
    [
        (ExitCode.Done, "Done; nothing found is a result too."),
        (ExitCode.WrongUsage, "The command line is wrong, or names nothing that exists."),
        (ExitCode.CannotRead, "The target can't be read: a sentence says why, the next line what to do."),
        (ExitCode.OutsideProgram, "Graphviz is missing or failed; what could be written was (the .dot)."),
        (ExitCode.Defect, "A defect of HeapGraph; with --verbose the stack."),
        (ExitCode.Cancelled, "Stopped by a signal: a process that was read runs on, and no half-written file is left."),
    ];

    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("NO_COLOR", "No colour on terminals, whatever its value is."),
        ("PATH", "Where Graphviz (dot) is looked for."),
        ("DOTNET_ROOT, NUGET_PACKAGES", "Where an installed .NET and the cache of packages are, with the runtime's DAC that reading takes."),
        ("TMPDIR", "Where the diagnostics sockets of .NET processes are."),
    ];

    /// <summary>The page, in the language that man formats.</summary>
    public static string Of(Command root)
    {
        var page = new Roff();
        var commands = root.Subcommands.Where(command => !command.Hidden).ToArray();
        var shared = commands.SelectMany(command => command.Options).DistinctBy(option => (Label(option), Meaning(option))).Where(IsShared).ToArray();
        page.Title(Program.ToUpperInvariant(), $"HeapGraph {Version()}", "User Commands");
        page.Heading("NAME");
        page.Begin($"{Program} - {char.ToLowerInvariant(root.Description![0])}{root.Description[1..].TrimEnd('.')}");
        page.Heading("SYNOPSIS");
        page.Begin(Program, "COMMAND [PATH...] [OPTION...]");
        page.Heading("DESCRIPTION");
        page.Begin("Each command looks at one heap, or compares several: of core dumps, or of live .NET processes, which stand still only while they are copied.");
        page.Paragraph("A target is a dump's PATH, --pid N, --name NAME (as heapgraph ps shows it), --pid alone (the only .NET process), or nothing: the newest dump in ./dumps, else the only live .NET process.");
        page.Heading("COMMANDS");
        foreach (var command in commands)
        {
            page.SubHeading($"{Program} {command.Name}{string.Concat(command.Arguments.Select(argument => " " + Label(argument)))}");
            page.Begin(command.Description!);
            Options(page, command.Options.Where(option => !IsShared(option)));
            if (command.Options.Where(IsShared).Select(option => option.Name).ToArray() is { Length: > 0 } names)
            {
                page.Paragraph($"Also, as told below: {string.Join(", ", names)}.");
            }

            page.Lines(((ExampledCommand)command).Examples);
        }

        page.Heading("OPTIONS OF SEVERAL COMMANDS");
        Options(page, [.. shared, .. root.Options]);
        page.Heading("EXIT STATUS");
        foreach (var (code, meaning) in ExitCodes)
        {
            page.Term(code.ToString(CultureInfo.InvariantCulture), "", meaning);
        }

        page.Heading("ENVIRONMENT");
        foreach (var (name, meaning) in Variables)
        {
            page.Term(name, "", meaning);
        }

        page.Heading("SEE ALSO");
        page.Begin("dot(1), gcore(1), ptrace(2)");
        return page.ToString();

        bool IsShared(Option option) =>
            commands.Count(command => command.Options.Any(other => Label(other) == Label(option) && Meaning(other) == Meaning(option))) > Few;
    }

    private static string Version() => typeof(ManualPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string Label(Argument argument) => argument.Arity.MinimumNumberOfValues > 0 ? argument.Name : $"[{argument.Name}...]";

    private static (string Names, string Value) Label(Option option) => (
        string.Join(", ", option.Aliases.Prepend(option.Name).Where(name => name.StartsWith('-') && name != "-?").OrderBy(name => name.StartsWith("--", StringComparison.Ordinal))),
        option.HelpName is { } value ? option.Arity.MinimumNumberOfValues > 0 ? value : $"[{value}]" : "");

    private static string Meaning(Option option) =>
        option.Description + (option.HasDefaultValue && option.ValueType != typeof(bool) ? $" [default: {option.GetDefaultValue()}]" : "");

    private static void Options(Roff page, IEnumerable<Option> options)
    {
        foreach (var option in options.Where(option => !option.Hidden))
        {
            var (names, value) = Label(option);
            page.Term(names, value, Meaning(option));
        }
    }
}
