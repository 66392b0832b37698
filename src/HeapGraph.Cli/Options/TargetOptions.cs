using System.CommandLine;
using System.Globalization;
using HeapGraph.Cli.Choices;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Presentation.Words;
using HeapGraph.Core.Reading.Live;
using HeapGraph.Core.Targets;
using Spectre.Console;

namespace HeapGraph.Cli.Options;

/// <summary>How every command takes its target.</summary>
internal sealed class TargetOptions
{
    private readonly Argument<string[]> _paths;
    private readonly Option<string?> _pid = new("--pid")
    {
        Description = "A live process; without a number the only .NET process there is",
        HelpName = "N",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _name = new("--name") { Description = "A live process by its name", HelpName = "NAME" };
    private readonly Option<TimeSpan?> _maxFreeze = TimeSpanOption.Create("--max-freeze", "How long a live process may stand still at most [default: 5s]");
    private readonly Option<string?> _spill = new("--spill") { Description = "Copy a live process to an unnamed file in this folder instead of memory", HelpName = "DIR" };
    private readonly Option<string?> _dac = new("--dac") { Description = "The runtime's DAC (libmscordaccore.so), or its folder", HelpName = "PATH" };

    private readonly bool _takesAddresses;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="takesSeveral">Whether it looks at several dumps.</param>
    /// <param name="takesAddresses">Whether objects may be named by their addresses beside the dump.</param>
    /// <param name="several">What several dumps are for, where one is enough.</param>
    public TargetOptions(Command command, bool takesSeveral = false, bool takesAddresses = false, string? several = null)
    {
        _takesAddresses = takesAddresses;
        _paths = new Argument<string[]>("PATH")
        {
            Description = takesSeveral ? "Core dumps, oldest first" : $"A core dump{several}; without a target the newest in ./dumps, else the only live .NET process",
            Arity = ArgumentArity.ZeroOrMore,
        };
        command.Arguments.Add(_paths);
        command.Options.Add(_pid);
        command.Options.Add(_name);
        command.Options.Add(_dac);
        command.Options.Add(_maxFreeze);
        command.Options.Add(_spill);
    }

    public string? Dac(ParseResult parsed) => parsed.GetValue(_dac);

    /// <summary>The dumps to compare, in the order given; none when fewer than two were.</summary>
    public IReadOnlyList<HeapTarget> ChooseDumps(ParseResult parsed)
    {
        RequireOneKind(parsed);
        return Paths(parsed) is { Length: > 1 } paths ? [.. paths.Select(HeapTargetChooser.AtPath)] : [];
    }

    /// <summary>Opens the one target that is meant; named on stderr when it was not given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="session">The run.</param>
    /// <param name="options">What the command's other options say.</param>
    public Heap Open(ParseResult parsed, Session session, HeapOptions options) => Open(Choose(parsed, session), parsed, session, options);

    /// <summary>Opens a target.</summary>
    public Heap Open(HeapTarget target, ParseResult parsed, Session session, HeapOptions options)
    {
        if (Dac(parsed) is { } dac)
        {
            session.Reads(dac);
        }

        return session.Open(target, options with { DacPath = Dac(parsed), Live = target is HeapTarget.LiveProcess ? Live(parsed) : options.Live });
    }

    /// <summary>Whether the user said which target is meant.</summary>
    public bool IsNamed(ParseResult parsed) => Paths(parsed).Length > 0 || parsed.GetResult(_pid) is not null || parsed.GetResult(_name) is not null;

    /// <summary>How a live process is copied.</summary>
    /// <exception cref="UsageException">There is no such folder.</exception>
    public LiveOptions Live(ParseResult parsed)
    {
        var spill = parsed.GetValue(_spill);
        return spill is null || Directory.Exists(spill)
            ? new LiveOptions { MaxFreeze = parsed.GetValue(_maxFreeze) ?? new LiveOptions().MaxFreeze, SpillFolder = spill }
            : throw new UsageException($"There is no folder '{spill}'.", "Name one that is there with --spill.");
    }

    /// <summary>The one target that is meant; named on stderr when it was not given.</summary>
    public HeapTarget Choose(ParseResult parsed, Session session)
    {
        RequireOneKind(parsed);
        var paths = Paths(parsed);
        var hasPid = parsed.GetResult(_pid) is not null;
        var name = parsed.GetValue(_name);
        if (paths.Length > 1)
        {
            throw new UsageException("More than one dump was given.", "Compare dumps with: heapgraph growth A B");
        }

        if (paths.Length > 0)
        {
            return HeapTargetChooser.AtPath(paths[0]);
        }

        if (name is not null)
        {
            return HeapTargetChooser.OnlyProcess(name);
        }

        var number = hasPid ? parsed.GetValue(_pid) : null;
        if (number is not null)
        {
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? HeapTargetChooser.WithId(id)
                : throw new UsageException($"'{number}' is no process id.", "Give a number, or a process name with --name.");
        }

        var chosen = hasPid ? AskWhich() ?? HeapTargetChooser.OnlyProcess() : HeapTargetChooser.Default("dumps");
        session.Note($"Target: {chosen.Name}");
        return chosen;
    }

    /// <summary>The words that are an address and no file.</summary>
    public string[] Addresses(ParseResult parsed) => Array.FindAll(parsed.GetValue(_paths) ?? [], IsAddress);

    private string[] Paths(ParseResult parsed) => Array.FindAll(parsed.GetValue(_paths) ?? [], word => !IsAddress(word));

    private bool IsAddress(string word) => _takesAddresses && !Path.Exists(word) && ObjectAddress.IsMeant(word);

    private void RequireOneKind(ParseResult parsed)
    {
        bool[] given = [Paths(parsed).Length > 0, parsed.GetResult(_pid) is not null, parsed.GetResult(_name) is not null];
        if (given.Count(isGiven => isGiven) > 1)
        {
            throw new UsageException("More than one target was given.", "Give a path, or --pid, or --name.");
        }
    }

    /// <summary>On a terminal, a choice among several processes; null where there is nothing to choose or nobody to ask.</summary>
    private static HeapTarget.LiveProcess? AskWhich()
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected || LiveProcesses.All() is not { Count: > 1 } processes)
        {
            return null;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var chosen = console.Prompt(new SelectionPrompt<LiveProcessInfo>()
            .Title("Which process?")
            .UseConverter(process => Markup.Escape($"{process.Id} {process.Name.Printable}"))
            .AddChoices(processes));
        return new HeapTarget.LiveProcess(chosen.Id, chosen.Name);
    }
}
