using System.Text.RegularExpressions;

namespace HeapGraph.Core.Analysis.Patterns;

/// <summary>A pattern for texts of the target, read as those of names are: see <see cref="NamePattern"/>. Any number of threads may ask.</summary>
internal sealed class TextPattern
{
    private readonly string _glob;
    private readonly Regex? _regex;

    /// <param name="text">What was typed.</param>
    /// <param name="isAnywhere">Whether a text without <c>*</c> and <c>?</c> is looked for anywhere, and not only as the whole.</param>
    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    public TextPattern(string text, bool isAnywhere = false)
    {
        Text = text;
        _regex = NamePattern.IsRegex(text) ? NamePattern.Expression(text) : null;
        _glob = text;
        IsWord = isAnywhere && _regex is null && !NamePattern.IsGlob(text);
    }

    /// <summary>The pattern as it was typed.</summary>
    public string Text { get; }

    private bool IsWord { get; }

    /// <summary>Whether a text matches.</summary>
    /// <exception cref="RegexMatchTimeoutException">A regular expression takes too long.</exception>
    public bool Matches(ReadOnlySpan<char> text) =>
        _regex?.IsMatch(text) ?? (IsWord ? text.Contains(_glob, StringComparison.Ordinal) : Glob.Matches(_glob, text));
}
