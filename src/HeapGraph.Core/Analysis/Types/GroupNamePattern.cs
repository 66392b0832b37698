using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace HeapGraph.Core.Analysis.Types;

/// <summary>A namespace or an assembly as a user names it: exact, with <c>*</c> and <c>?</c>, or as <c>/regular expression/</c>.
/// <c>Shop</c> is that namespace alone, <c>Shop.*</c> those below it.</summary>
internal sealed class GroupNamePattern
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);
    private readonly Func<string, bool> _matches;

    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    public GroupNamePattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        if (text.Length > 2 && text[0] == '/' && text[^1] == '/')
        {
            _matches = new Regex(text[1..^1], RegexOptions.CultureInvariant, RegexLimit).IsMatch;
            return;
        }

        _matches = text.AsSpan().IndexOfAny('*', '?') >= 0
            ? name => FileSystemName.MatchesSimpleExpression(text, name, ignoreCase: false)
            : name => name == text;
    }

    /// <summary>The pattern as it was typed.</summary>
    public string Text { get; }

    /// <summary>Whether a namespace or an assembly is meant.</summary>
    public bool Matches(string name) => _matches(name);

    /// <summary>Up to five names that come nearest, for a pattern that matches nothing.</summary>
    public IReadOnlyList<string> NearestOf(IEnumerable<string> names)
    {
        var wanted = Text.ToUpperInvariant();
        return [.. names.Distinct()
            .Where(name => name.Length > 0)
            .Select(name => (Name: name, Distance: TypeNamePattern.Distance(wanted, name)))
            .Where(near => near.Distance <= Math.Max(3, wanted.Length / 2))
            .OrderBy(near => near.Distance).ThenBy(near => near.Name, StringComparer.Ordinal)
            .Select(near => near.Name).Take(5)];
    }
}
