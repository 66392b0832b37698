using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Testing;

namespace HeapGraph.Cli.Tests;

/// <summary>A leak target of another user, nobody, with a temporary folder that this user owns.</summary>
[SupportedOSPlatform("linux")]
internal sealed class NobodysTarget : IDisposable
{
    public const int User = 65534;
    private static readonly string[] AsNobody = [$"--reuid={User}", $"--regid={User}", "--clear-groups"];
    private readonly Process _shell;

    /// <param name="name">The target.</param>
    /// <param name="folder">A folder of ours that all may enter then.</param>
    public NobodysTarget(string name, TemporaryFolder folder)
    {
        QuickRun.Refuse("process");
        TemporaryFolder = folder.At("tmp");
        Directory.CreateDirectory(TemporaryFolder);
        Directory.CreateDirectory(folder.At("app"));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(LeakTarget.LibraryOf(name))!))
        {
            File.Copy(file, Path.Combine(folder.At("app"), Path.GetFileName(file)));
        }

        File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Give(TemporaryFolder);
        var start = new ProcessStartInfo("sh", ["-c", "exec 3<&0; setpriv \"$@\" <&3 3<&- & echo \"$!\"; wait \"$!\" 2>/dev/null", "sh", .. AsNobody, "dotnet", Path.Combine(folder.At("app"), $"{name}.dll")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder.At("app"),
        };
        start.Environment["TMPDIR"] = TemporaryFolder;
        _shell = Process.Start(start)!;
        Id = int.Parse(_shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        while (_shell.StandardOutput.ReadLine() is { } line && !line.StartsWith("ready", StringComparison.Ordinal))
        {
            // It says what it does until it is.
        }
    }

    public int Id { get; }

    /// <summary>Its folder for temporary files.</summary>
    public string TemporaryFolder { get; }

    /// <summary>Gives something to nobody.</summary>
    public static void Give(string path) => Run("chown", "-Rh", $"{User}:{User}", path);

    /// <summary>Does something as nobody; false when that was not allowed.</summary>
    public static bool Does(params string[] words) => Run("setpriv", [.. AsNobody, .. words]);

    public void Dispose()
    {
        Signal.Send("KILL", Id);
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private static bool Run(string program, params string[] words)
    {
        using var run = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        run.StandardError.ReadToEnd();
        run.WaitForExit();
        return run.ExitCode == 0;
    }
}
