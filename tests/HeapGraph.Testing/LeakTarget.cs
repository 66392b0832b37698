using System.Diagnostics;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Testing;

/// <summary>A leak target that runs, with its shape complete; killed on disposal.</summary>
/// <remarks>A shell stands between: of its own children, .NET takes a stop by ptrace for the end.</remarks>
public sealed class LeakTarget : IDisposable
{
    private const string InBackground = "exec 3<&0; \"$0\" \"$@\" <&3 3<&- & echo \"$!\"; wait \"$!\" 2>/dev/null";
    private readonly Process _shell;

    private LeakTarget(Process shell)
    {
        _shell = shell;
        Id = int.Parse(shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    /// <summary>The names of all that are programs, and built for the chosen .NET.</summary>
    public static IEnumerable<string> Programs => Directory.GetDirectories(Path.Combine(Repository.Root, "tests", "LeakTargets"))
        .Where(folder => File.Exists(Path.Combine(folder, "Program.cs"))).Select(folder => Path.GetFileName(folder)).Where(name => File.Exists(LibraryOf(name)));

    public int Id { get; }

    public bool IsRunning => !_shell.HasExited;

    /// <summary>The lines that came before the last one that was waited for.</summary>
    public IReadOnlyList<string> Said { get; private set; } = [];

    /// <param name="name">The target.</param>
    /// <param name="runtime">On which .NET it is to run; null for that of <see cref="TargetRuntimes.ChosenFor"/>.</param>
    public static string LibraryOf(string name, TargetRuntime? runtime = null) => Path.Combine(
        Repository.Root, "tests", "LeakTargets", name, "bin", Repository.Configuration, (runtime ?? TargetRuntimes.ChosenFor(name)).Framework, $"{name}.dll");

    public static LeakTarget Start(string name, string arguments = "", TargetRuntime? runtime = null, params (string Name, string Value)[] environment)
    {
        var library = LibraryOf(name, runtime);
        return StartProgram(
            [(runtime ?? TargetRuntimes.ChosenFor(name)).Program, library, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            Path.GetDirectoryName(library)!, environment);
    }

    /// <summary>Starts any program that prints a line beginning with "ready".</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="folder">Where it runs; the current folder is a test's own and may go.</param>
    /// <param name="environment">Its variables beside ours.</param>
    public static LeakTarget StartProgram(IReadOnlyList<string> words, string folder, params (string Name, string Value)[] environment)
    {
        QuickRun.Refuse("process");
        var start = new ProcessStartInfo("sh", ["-c", InBackground, .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        var target = new LeakTarget(Process.Start(start)!);
        target.WaitFor("ready");
        return target;
    }

    /// <summary>Sends a command and waits for the line that answers it.</summary>
    public string Send(string command, string answer)
    {
        _shell.StandardInput.WriteLine(command);
        _shell.StandardInput.Flush();
        return WaitFor(answer);
    }

    /// <summary>Sends a command that the target does not survive, and waits for its end.</summary>
    public void SendLast(string command)
    {
        _shell.StandardInput.WriteLine(command);
        _shell.StandardInput.Flush();
        _shell.StandardOutput.ReadToEnd();
        _shell.WaitForExit();
    }

    public void Dump(string path, DumpType kind) => new DiagnosticsClient(Id).WriteDump(kind, path);

    /// <summary>A core by gdb, complete as far as gdb can.</summary>
    public void Gcore(string path)
    {
        File.WriteAllText($"/proc/{Id.ToString(CultureInfo.InvariantCulture)}/coredump_filter", "0x3f");
        using var gcore = Process.Start(new ProcessStartInfo("gcore", $"-o {path} {Id}") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        gcore.StandardOutput.ReadToEnd();
        gcore.WaitForExit();
        File.Move($"{path}.{Id}", path, overwrite: true);
    }

    public void Dispose()
    {
        using (var kill = Process.Start(new ProcessStartInfo("kill", $"-9 {Id}") { RedirectStandardError = true })!)
        {
            kill.WaitForExit();
        }

        _shell.WaitForExit();
        _shell.Dispose();
    }

    private string WaitFor(string start)
    {
        var said = new List<string>();
        while (_shell.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                Said = said;
                return line;
            }

            said.Add(line);
        }

        throw new InvalidOperationException($"The target ended before it said '{start}'.");
    }
}
