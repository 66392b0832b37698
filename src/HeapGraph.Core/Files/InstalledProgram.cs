using System.Diagnostics;

namespace HeapGraph.Core.Files;

/// <summary>Programs of others that are started: only from where PATH says by a whole path, never from the current folder.</summary>
/// <remarks>.NET itself looks beside our own program and in the current folder first, and takes "." in PATH for what it says.</remarks>
internal static class InstalledProgram
{
    private const UnixFileMode AnyMayRun = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Where a program is.</summary>
    /// <param name="name">Its name, such as <c>dot</c>.</param>
    /// <returns>Its whole path; null when it is not installed.</returns>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Where(Path.IsPathFullyQualified)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name))
        .FirstOrDefault(MayRun);

    /// <summary>How a program is started: in its own folder, so that nothing is taken from the current one.</summary>
    /// <param name="path">Its whole path.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo StartOf(string path, params IEnumerable<string> arguments) => Path.IsPathFullyQualified(path)
        ? new ProcessStartInfo(path, arguments) { WorkingDirectory = Path.GetDirectoryName(path) }
        : throw new ArgumentException($"'{path}' is no whole path.", nameof(path));

    private static bool MayRun(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyMayRun) != 0);
}
