using System.Diagnostics;
using System.Text.RegularExpressions;
using HeapGraph.Cli.Running;
using HeapGraph.Testing;

namespace HeapGraph.Cli.Tests;

/// <summary>The tool as it is built for users, run as a process of its own.</summary>
internal static partial class ToolProcess
{
    /// <summary>Runs it to its end.</summary>
    public static CommandRun Run(params string[] args) => ToEnd(Process.Start(StartOf(BuiltTool.Words, args))!);

    /// <summary>Runs it to its end in a folder.</summary>
    public static CommandRun RunIn(string folder, params string[] args)
    {
        var start = StartOf(BuiltTool.Words, args);
        start.WorkingDirectory = folder;
        return ToEnd(Process.Start(start)!);
    }

    /// <summary>Runs it to its end in a folder, with an environment variable of its own.</summary>
    public static CommandRun RunIn(string folder, (string Name, string Value) variable, params string[] args)
    {
        var start = StartOf(BuiltTool.Words, args);
        start.WorkingDirectory = folder;
        start.Environment[variable.Name] = variable.Value;
        return ToEnd(Process.Start(start)!);
    }

    /// <summary>Runs it to its end in a folder, with some environment variables of its own.</summary>
    public static CommandRun RunIn(string folder, IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        var start = StartOf(BuiltTool.Words, args);
        start.WorkingDirectory = folder;
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return ToEnd(Process.Start(start)!);
    }

    /// <summary>Runs it to its end with an environment variable of its own.</summary>
    public static CommandRun RunWith(string variable, string value, params string[] args)
    {
        var start = StartOf(BuiltTool.Words, args);
        start.Environment[variable] = value;
        return ToEnd(Process.Start(start)!);
    }

    /// <summary>Runs it to its end in a folder, with an environment variable of its own.</summary>
    public static CommandRun RunInWith(string folder, string variable, string value, params string[] args)
    {
        var start = StartOf(BuiltTool.Words, args);
        start.WorkingDirectory = folder;
        start.Environment[variable] = value;
        return ToEnd(Process.Start(start)!);
    }

    /// <summary>Runs another copy of it to its end.</summary>
    /// <param name="words">By which that is started.</param>
    /// <param name="args">The command line.</param>
    public static CommandRun RunCopy(string[] words, params string[] args) => ToEnd(Process.Start(StartOf(words, args))!);

    /// <summary>Runs a built .NET program to its end.</summary>
    public static CommandRun RunLibrary(string library, params string[] args) => ToEnd(Process.Start(StartOf(["dotnet", library], args))!);

    private static CommandRun ToEnd(Process started)
    {
        using var program = started;
        var error = program.StandardError.ReadToEndAsync();
        var output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        return new CommandRun(program.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Runs it on a terminal, where output and errors are one.</summary>
    public static string RunOnTerminal(string? noColor, params string[] args)
    {
        var start = new ProcessStartInfo("script", ["-qec", $"{BuiltTool.ShellWords} {string.Join(' ', args.Select(word => $"'{word}'"))}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment["NO_COLOR"] = noColor;
        using var terminal = Process.Start(start)!;
        return terminal.StandardOutput.ReadToEnd();
    }

    /// <summary>Runs it on a terminal that is so wide.</summary>
    public static string RunOnTerminal(int columns, params string[] args)
    {
        var line = $"stty cols {columns}; {BuiltTool.ShellWords} {string.Join(' ', args)}";
        using var terminal = Process.Start(new ProcessStartInfo("script", ["-qec", line, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, Environment = { ["TERM"] = "xterm" } })!;
        return terminal.StandardOutput.ReadToEnd();
    }

    /// <summary>Runs it in a folder on a terminal that is so wide: what stands there in the end, without colours, when progress has gone.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="columns">The width.</param>
    /// <param name="line">Its words, as a shell takes them.</param>
    public static string RunOnTerminalIn(string folder, int columns, string line)
    {
        var start = new ProcessStartInfo("script", ["-qec", $"stty cols {columns}; {BuiltTool.ShellWords} {line}", "/dev/null"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder, Environment = { ["TERM"] = "xterm", ["NO_COLOR"] = "1" },
        };
        using var terminal = Process.Start(start)!;
        var lines = Escape().Replace(terminal.StandardOutput.ReadToEnd(), "").Split('\n').Select(line => line.TrimEnd('\r'));
        return string.Join('\n', lines.Select(line => line[(line.LastIndexOf('\r') + 1)..]));
    }

    /// <summary>Runs it to its end by a shell, which reads the words of the line, and before those of another one.</summary>
    public static CommandRun RunInShell(string line, string before = "")
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"{before} {BuiltTool.ShellWords} {line}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = shell.StandardError.ReadToEndAsync();
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return new CommandRun(shell.ExitCode, output, error.GetAwaiter().GetResult());
    }

    public static Process Start(params string[] args) => Process.Start(StartOf(BuiltTool.Words, args))!;

    /// <summary>Sends the signal of Ctrl+C.</summary>
    public static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", $"-INT {process.Id}");
        kill.WaitForExit();
    }

    private static ProcessStartInfo StartOf(string[] words, string[] args)
    {
        QuickRun.Refuse("process");
        return new(words[0], [.. words[1..], .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
    }

    [GeneratedRegex(@"\e(?:\[[?0-9;]*[a-zA-Z]|[=>])")]
    private static partial Regex Escape();
}
