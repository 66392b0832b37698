using System.Text.RegularExpressions;

namespace HeapGraph.Core.Analysis.Patterns;

/// <summary>How all names that a user types are read: exact, with <c>*</c> and <c>?</c>, or as <c>/regular expression/</c>.</summary>
internal static class NamePattern
{
    private const int MostSuggested = 5;
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    /// <summary>Whether a text is a regular expression.</summary>
    public static bool IsRegex(string text) => text.Length > 2 && text[0] == '/' && text[^1] == '/';

    /// <summary>Tells whether a name matches a regular expression between slashes.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Func<string, bool> Regex(string text) => Expression(text).IsMatch;

    /// <summary>The same itself; a match that takes more than a second is a <see cref="RegexMatchTimeoutException"/>.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static Regex Expression(string text) => new(text[1..^1], RegexOptions.CultureInvariant, RegexLimit);

    /// <summary>Whether a text has <c>*</c> or <c>?</c>.</summary>
    public static bool IsGlob(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>Whether a name matches a text with <c>*</c> and <c>?</c>.</summary>
    public static bool Globs(string text, string name) => Glob.Matches(text, name);

    /// <summary>Up to five names that come nearest to what was typed, without regard to case.</summary>
    /// <param name="wanted">What was typed.</param>
    /// <param name="names">Those that there are, each with all that it may be called.</param>
    public static IReadOnlyList<string> NearestOf(string wanted, IEnumerable<(string Name, string[] Spellings)> names)
    {
        wanted = wanted.ToUpperInvariant();
        return [.. names
            .Select(known => (known.Name, Distance: known.Spellings.Min(spelling => Distance(wanted, spelling.ToUpperInvariant()))))
            .Where(near => near.Distance <= Math.Max(3, wanted.Length / 2))
            .OrderBy(near => near.Distance).ThenBy(near => near.Name, StringComparer.Ordinal)
            .Select(near => near.Name).Distinct().Take(MostSuggested)];
    }

    /// <summary>Edit distance (Levenshtein, two rows); a part of the name is near.</summary>
    private static int Distance(string wanted, string name)
    {
        if (name.Contains(wanted, StringComparison.Ordinal))
        {
            return name.Length == wanted.Length ? 0 : 1;
        }

        var row = Enumerable.Range(0, name.Length + 1).ToArray();
        for (var i = 1; i <= wanted.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= name.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (wanted[i - 1] == name[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
