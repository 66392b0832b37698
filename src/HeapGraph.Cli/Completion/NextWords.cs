namespace HeapGraph.Cli.Completion;

/// <summary>What may stand at the cursor.</summary>
internal abstract record NextWords
{
    private NextWords()
    {
    }

    /// <summary>These words, each with its meaning.</summary>
    public sealed record Known(params IReadOnlyList<(string Word, string Meaning)> Words) : NextWords;

    /// <summary>These paths; those of folders end with a slash.</summary>
    public sealed record Paths(IReadOnlyList<string> Words) : NextWords;

    /// <summary>Whatever files there are, or only folders, which the shell finds itself.</summary>
    public sealed record Files(bool OnlyFolders) : NextWords;

    /// <summary>Those of some words that begin with what stands there.</summary>
    public static Known Beginning(string start, IEnumerable<(string Word, string Meaning)> words) =>
        new([.. words.Where(word => word.Word.StartsWith(start, StringComparison.Ordinal))]);
}
