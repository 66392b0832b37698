using System.CommandLine;

namespace HeapGraph.Cli.Completion;

/// <summary>What the words before the cursor say of the one at it.</summary>
/// <param name="Command">The command that is meant.</param>
/// <param name="Given">Its options that stand there.</param>
/// <param name="Asking">The option whose value comes next; null for none.</param>
/// <param name="HasOptions">False behind <c>--</c>.</param>
internal sealed record UnfinishedLine(Command Command, IReadOnlyCollection<Option> Given, Option? Asking, bool HasOptions)
{
    /// <summary>Reads them.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="words">As the shell separates them, without the program's name.</param>
    /// <returns>Null for a line that is wrong already.</returns>
    public static UnfinishedLine? Of(Command root, IEnumerable<string> words)
    {
        var line = new UnfinishedLine(root, [], null, HasOptions: true);
        foreach (var word in words)
        {
            if (line.With(word) is not { } longer)
            {
                return null;
            }

            line = longer;
        }

        return line;
    }

    /// <summary>The options that may stand there, those of the root too.</summary>
    public IEnumerable<Option> Options => Command is RootCommand
        ? Command.Options
        : Command.Options.Concat(Command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)));

    /// <summary>An option by one of its names.</summary>
    public Option? Named(string name) => Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private UnfinishedLine? With(string word)
    {
        var isOption = HasOptions && word.StartsWith('-') && word.Length > 1;
        if (Asking is not null && !isOption)
        {
            return this with { Asking = null };
        }

        if (word == "--" && HasOptions)
        {
            return this with { Asking = null, HasOptions = false };
        }

        if (isOption)
        {
            var name = word.Split('=')[0];
            return Named(name) is not { } option ? null : this with { Given = [.. Given, option], Asking = name.Length == word.Length && TakesValue(option) ? option : null };
        }

        return Command is not RootCommand ? this
            : Command.Subcommands.FirstOrDefault(command => command.Name == word) is { } found ? this with { Command = found }
            : null;
    }

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;
}
