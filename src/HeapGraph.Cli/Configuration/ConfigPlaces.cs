namespace HeapGraph.Cli.Configuration;

/// <summary>Where config files are looked for.</summary>
internal static class ConfigPlaces
{
    public const string Name = "heapgraph.json";

    /// <summary>The current folder; null where it is gone.</summary>
    public static string? CurrentFolder
    {
        get
        {
            try
            {
                return Environment.CurrentDirectory;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The file that counts where none is named; null for none.</summary>
    public static string? Find() => (CurrentFolder is { } folder ? Nearest(folder, Home) : null) ?? (File.Exists(OfUser) ? OfUser : null);

    /// <summary>The file in a folder or the nearest above it; none above the home folder is looked at.</summary>
    /// <param name="folder">Where to begin.</param>
    /// <param name="home">The home folder.</param>
    public static string? Nearest(string folder, string home)
    {
        for (var at = folder; at is not null; at = at == home ? null : Path.GetDirectoryName(at))
        {
            // Whatever it is: a pipe by that name is said to be none, not passed over.
            if (Path.Combine(at, Name) is var path && File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    // The specification has relative paths ignored.
    private static string OfUser => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { } named && Path.IsPathRooted(named) ? named : Path.Combine(Home, ".config"), "heapgraph", "config.json");
}
