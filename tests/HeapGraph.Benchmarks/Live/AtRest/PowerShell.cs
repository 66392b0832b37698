using HeapGraph.Testing;

namespace HeapGraph.Benchmarks.Live.AtRest;

/// <summary>PowerShell at its prompt, from its package for the "dotnet tool" command.</summary>
internal static class PowerShell
{
    private const string Version = "7.6.9";   // a later one may want a newer .NET

    /// <exception cref="InvalidOperationException">The package can't be had.</exception>
    public static RunningProgram Start(string folder)
    {
        OutsideProgram.Run("dotnet", ["tool", "install", "PowerShell", "--version", Version, "--tool-path", folder]);
        var library = Directory.GetFiles(folder, "pwsh.dll", SearchOption.AllDirectories)
            .FirstOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) == "unix")
            ?? throw new InvalidOperationException($"The package PowerShell {Version} has no pwsh.dll for this system.");
        return RunningProgram.Of(LeakTarget.StartProgram(
            ["dotnet", library, "-NoLogo", "-NoProfile", "-NoExit", "-Command", "'ready'; Start-Sleep 86400"], folder,
            ("POWERSHELL_TELEMETRY_OPTOUT", "1"), ("POWERSHELL_UPDATECHECK", "Off")));
    }
}
