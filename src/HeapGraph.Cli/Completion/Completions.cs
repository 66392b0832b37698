using System.CommandLine;
using System.Diagnostics;

namespace HeapGraph.Cli.Completion;

/// <summary>What the scripts of <c>heapgraph completion</c> ask while a user types: <c>heapgraph complete WORD…</c>.</summary>
/// <remarks>The answer is a line that tells the kind, then one for each word, with its meaning behind a tab. Cost: at most a look at each
/// process, or at each file of one folder.</remarks>
internal static class Completions
{
    /// <summary>The word that such a question begins with; no help lists it.</summary>
    public const string Question = "complete";

    /// <summary>Answers one.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="words">The line without the program's name; the last word, which may be empty, is the one at the cursor.</param>
    /// <param name="output">Told nothing but a kind for a line that is wrong.</param>
    public static void Write(RootCommand root, IReadOnlyList<string> words, TextWriter output)
    {
        var (kind, lines) = Next(root, words) switch
        {
            NextWords.Known known => ("words", known.Words.Select(word => $"{word.Word}\t{word.Meaning}")),
            NextWords.Paths paths => ("paths", paths.Words),
            NextWords.Files { OnlyFolders: true } => ("folders", []),
            NextWords.Files => ("files", []),
            _ => throw new UnreachableException(),
        };
        output.Write(string.Concat(lines.Prepend(kind).Select(line => line + '\n')));
    }

    private static NextWords Next(RootCommand root, IReadOnlyList<string> words)
    {
        var start = words.LastOrDefault("");
        if (UnfinishedLine.Of(root, words.SkipLast(1)) is not { } line)
        {
            return new NextWords.Known();
        }

        if (!line.HasOptions || !start.StartsWith('-'))
        {
            return line.Asking is { } asking ? ValueWords.Of(asking, start)
                : line.Command is RootCommand ? Commands(line.Command, start)
                : line.Command.Arguments is [var argument, ..] ? ValueWords.Of(argument, start)
                : Options(line, start);
        }

        // Bash takes --format=j for three words; to others it is one, and so is what it may become.
        var (name, value) = start.IndexOf('=') is > 0 and var end ? (start[..end], start[(end + 1)..]) : (start, null);
        return value is null ? Options(line, start)
            : line.Named(name) is { } option && ValueWords.Of(option, value) is NextWords.Known known
                ? new NextWords.Known([.. known.Words.Select(word => ($"{name}={word.Word}", word.Meaning))])
                : new NextWords.Known();
    }

    private static NextWords.Known Commands(Command root, string start) =>
        NextWords.Beginning(start, root.Subcommands.Where(command => !command.Hidden).Select(command => (command.Name, command.Description ?? "")));

    // Not those that stand there already, but where they may stand again.
    private static NextWords.Known Options(UnfinishedLine line, string start) => NextWords.Beginning(start, line.Options
        .Where(option => !option.Hidden && (option.Arity.MaximumNumberOfValues > 1 || !line.Given.Contains(option)))
        .SelectMany(option => option.Aliases.Prepend(option.Name).Where(name => name.StartsWith('-') && name != "-?"), (option, name) => (name, option.Description ?? "")));
}
