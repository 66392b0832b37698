using HeapGraph.Cli.Running;

namespace HeapGraph.Cli.Choices;

/// <summary>Patterns out of the words that a user typed.</summary>
internal static class UserPatterns
{
    /// <summary>One pattern per word.</summary>
    /// <exception cref="UsageException">A regular expression that is none.</exception>
    public static T[] Of<T>(string[]? words, Func<string, T> patternOf) => Array.ConvertAll(words ?? [], word =>
    {
        try
        {
            return patternOf(word);
        }
        catch (ArgumentException wrong)
        {
            throw new UsageException($"'{word}' is no regular expression: {wrong.Message}", "Quote it for the shell, or use * and ?.");
        }
    });
}
