using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Patterns;

namespace HeapGraph.Cli;

/// <summary>What is wrong with a command line, in one sentence and a hint.</summary>
internal static class WrongCommandLine
{
    /// <exception cref="UsageException">The line can't be run.</exception>
    public static void Refuse(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (parsed.Action is not ParseErrorAction && parsed.Action != command.Action)
        {
            return;   // --help or --version, whatever else stands there
        }

        var help = $"See: heapgraph {(command is RootCommand ? "" : command.Name + " ")}--help";
        if (command is RootCommand)
        {
            throw parsed.UnmatchedTokens is [var word, ..]
                ? new UsageException($"There is no command '{word}'.", Suggestion(word, command.Subcommands.Select(known => known.Name)) + help)
                : new UsageException("No command was given.", help);
        }

        if (UnknownOption(parsed) is { } option)
        {
            throw new UsageException($"There is no option '{option}'.", Suggestion(option, command.Options.Select(known => known.Name)) + help);
        }

        if (parsed.UnmatchedTokens is [var surplus, ..])
        {
            throw new UsageException($"'{surplus}' is one word too many.", help);
        }

        if (parsed.Errors is [var error, ..])
        {
            throw new UsageException(OfFewWords(error) ?? string.Join(' ', error.Message.Split((char[])['\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)), help);
        }
    }

    /// <summary>An option that takes one of a few words was given another one; null when the error is of another kind.</summary>
    private static string? OfFewWords(ParseError error) =>
        error.SymbolResult is OptionResult { Option: var option } result
        && option.GetCompletions(CompletionContext.Empty).Select(item => item.Label).ToArray() is [.. var others, var last] accepted
        && result.Tokens.Select(token => token.Value).FirstOrDefault(word => !accepted.Contains(word)) is { } given
            ? $"'{given}' is no value for {option.Name}: it takes {string.Join(", ", others)} or {last}."
            : null;

    /// <summary>A word that looks like an option and stands where a path may: it would be read as one.</summary>
    private static string? UnknownOption(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? [])
            .Select(token => token.Value).Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(word => word.StartsWith('-') && !File.Exists(word));

    private static string Suggestion(string word, IEnumerable<string> known) =>
        NamePattern.NearestOf(word, known.Select(name => (name, (string[])[name]))) is [var nearest, ..] ? $"Did you mean {nearest}? " : "";
}
