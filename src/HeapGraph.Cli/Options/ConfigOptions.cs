using System.CommandLine;
using HeapGraph.Cli.Configuration;
using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Options;

/// <summary>Which config file counts.</summary>
internal sealed class ConfigOptions
{
    private readonly Option<string?> _file = new("--config")
    {
        Description = $"Settings from this file; without it from {ConfigPlaces.Name} in this folder or one above it, else from that of the user", HelpName = "FILE",
    };

    private readonly Option<bool> _none = new("--no-config") { Description = "No settings from any file" };

    public ConfigOptions(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_none);
    }

    /// <summary>What the file says. One that was not named is read when it is first asked for: a command that needs none of it does not fail on it.</summary>
    /// <exception cref="UsageException">The file that was named is none, or there is none.</exception>
    /// <exception cref="HeapReadException">It can't be read.</exception>
    public Lazy<Config> Of(ParseResult parsed, Session session)
    {
        if (parsed.GetValue(_none))
        {
            return parsed.GetValue(_file) is null ? new(Config.None) : throw new UsageException("--config and --no-config contradict each other.", "Leave out one of the two.");
        }

        return parsed.GetValue(_file) is { } named ? new(Read(named, "Or leave out --config."))
            : new(() => ConfigPlaces.Find() is { } found ? Read(found, "Or go without it: --no-config.") : Config.None);

        Config Read(string path, string without)
        {
            if (path.Length == 0)
            {
                throw new UsageException("The name of the config file is empty.", $"Name a config file that is there. {without}");
            }

            session.Reads(path);
            return ConfigFile.Read(path, without);
        }
    }
}
