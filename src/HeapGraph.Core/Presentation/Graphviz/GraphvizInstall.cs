namespace HeapGraph.Core.Presentation.Graphviz;

/// <summary>The command that installs Graphviz on this machine.</summary>
internal static class GraphvizInstall
{
    private static readonly (string Distribution, string Command)[] Commands =
    [
        ("alpine", "apk add graphviz font-dejavu"),   // its images come without any font
        ("debian", "apt-get install -y graphviz"),
        ("ubuntu", "apt-get install -y graphviz"),
        ("fedora", "dnf install -y graphviz"),
        ("rhel", "dnf install -y graphviz"),
        ("mariner", "tdnf install -y graphviz"),
        ("azurelinux", "tdnf install -y graphviz"),
        ("suse", "zypper install -y graphviz"),
        ("opensuse", "zypper install -y graphviz"),
        ("arch", "pacman -S graphviz"),
    ];

    public static string Hint =>
        OperatingSystem.IsWindows() ? "Install it with: winget install Graphviz.Graphviz."
        : OperatingSystem.IsMacOS() ? "Install it with: brew install graphviz."
        : HintFor(File.Exists("/etc/os-release") ? File.ReadAllLines("/etc/os-release") : [], Environment.IsPrivilegedProcess);

    /// <summary>The hint for a Linux.</summary>
    /// <param name="release">The lines of its <c>/etc/os-release</c>: ID is its name, ID_LIKE what it descends from.</param>
    /// <param name="isRoot">Whether commands run as root already.</param>
    public static string HintFor(IReadOnlyList<string> release, bool isRoot)
    {
        foreach (var name in Values("ID=").Concat(Values("ID_LIKE=")))
        {
            if (Array.Find(Commands, command => command.Distribution == name) is { Command: { } command })
            {
                return $"Install it with: {(isRoot ? "" : "sudo ")}{command}.";
            }
        }

        return "Install the package 'graphviz' of this system.";

        IEnumerable<string> Values(string key) => release.Where(line => line.StartsWith(key, StringComparison.Ordinal))
            .SelectMany(line => line[key.Length..].Trim('"', '\'').Split(' '));
    }
}
