using System.Diagnostics;
using System.Runtime.Versioning;

namespace HeapGraph.Cli.Tests.Hostile;

/// <summary>A library that does something as soon as it is loaded, compiled when it is asked for.</summary>
[SupportedOSPlatform("linux")]
internal static class HostileLibrary
{
    private const string Compiler = "cc";

    /// <summary>Whether this machine has a compiler for C.</summary>
    public static bool CanBeMade { get; } = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, Compiler)));

    /// <summary>Why a test is skipped that needs one.</summary>
    public const string CanNotBeMade = "This machine has no compiler for C (cc).";

    /// <summary>Writes one that leaves a file when it is loaded.</summary>
    public static void LeavingMark(string path, string mark) => Compile(
        path,
        $$"""
        #include <fcntl.h>
        #include <unistd.h>
        __attribute__((constructor)) static void loaded(void) { close(open("{{mark}}", O_CREAT | O_WRONLY, 0666)); }
        """);

    /// <summary>Writes one of what it is made of.</summary>
    public static void Compile(string path, string source)
    {
        using var compiler = Process.Start(new ProcessStartInfo(Compiler, ["-shared", "-fPIC", "-w", "-o", path, "-x", "c", "-"]) { RedirectStandardInput = true })!;
        compiler.StandardInput.Write(source);
        compiler.StandardInput.Close();
        compiler.WaitForExit();
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
