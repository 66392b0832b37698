using System.Diagnostics;
using System.Globalization;

namespace HeapGraph.Testing;

/// <summary>A leak target in a pid and mount namespace of its own, whose temporary files lie on a file system that only it sees;
/// where this machine allows no namespaces, one with a temporary folder of its own.</summary>
public sealed class LeakTargetContainer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapgraph.tests.").FullName;
    private readonly Process _process;

    /// <param name="name">The target.</param>
    /// <param name="size">How much its temporary folder holds, as mount takes it: "10m".</param>
    /// <param name="isWanted">False for no namespaces, only a parent that is not us.</param>
    /// <param name="before">What a shell does there first, with "&amp;&amp;" at its end.</param>
    public LeakTargetContainer(string name, string size, bool isWanted = true, string before = "")
    {
        QuickRun.Refuse("process");
        var start = new ProcessStartInfo(IsSeparate && isWanted ? "unshare" : "sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words =
        [
            .. IsSeparate && isWanted
                ? (string[])["--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", $"mount -t tmpfs -o size={size} none \"$0\" && {before}exec \"$@\"", _folder]
                : ["-c", "\"$@\"; exit $?", "sh"],
            TargetRuntimes.ChosenFor(name).Program, LeakTarget.LibraryOf(name),
        ];
        Array.ForEach(words, start.ArgumentList.Add);
        start.Environment["TMPDIR"] = _folder;
        _process = Process.Start(start)!;
        while (_process.StandardOutput.ReadLine() is { } line && !line.StartsWith("ready", StringComparison.Ordinal))
        {
            // It says what it does until it is.
        }

        Id = int.Parse(File.ReadAllText($"/proc/{_process.Id}/task/{_process.Id}/children"), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether this machine lets the tests make namespaces and mount file systems.</summary>
    public static bool IsSeparate { get; } = Allows("unshare", "--pid", "--fork", "--mount-proc", "mount", "-t", "tmpfs", "none", "/mnt");

    /// <summary>Why a test is skipped that needs this.</summary>
    public const string IsNotSeparate = "This machine lets the tests make no namespaces: root may, with the capability SYS_ADMIN.";

    /// <summary>Its id as seen from here.</summary>
    public int Id { get; }

    /// <summary>Its temporary files as seen from here.</summary>
    public string TemporaryFolder => $"/proc/{Id}/root{_folder}";

    public bool IsRunning => !_process.HasExited;

    public void Dispose()
    {
        if (IsRunning)
        {
            using var kill = Process.Start(new ProcessStartInfo("kill", $"-9 {Id}") { RedirectStandardError = true })!;
            kill.WaitForExit();
        }

        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool Allows(string program, params string[] words)
    {
        using var tried = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        tried.WaitForExit();
        return tried.ExitCode == 0;
    }
}
