namespace HeapGraph.Core.Analysis.Patterns;

/// <summary>A namespace or an assembly as a user names it: see <see cref="NamePattern"/>. <c>Shop</c> is that namespace alone,
/// <c>Shop.*</c> those below it.</summary>
internal sealed class GroupNamePattern
{
    private readonly Func<string, bool> _matches;

    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    public GroupNamePattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        _matches = NamePattern.IsRegex(text) ? NamePattern.Regex(text)
            : NamePattern.IsGlob(text) ? name => NamePattern.Globs(text, name)
            : name => name == text;
    }

    /// <summary>The pattern as it was typed.</summary>
    public string Text { get; }

    /// <summary>Whether a namespace or an assembly is meant.</summary>
    public bool Matches(string name) => _matches(name);

    /// <summary>Up to five names that come nearest, for a pattern that matches nothing.</summary>
    public IReadOnlyList<string> NearestOf(IEnumerable<string> names) =>
        NamePattern.NearestOf(Text, names.Where(name => name.Length > 0).Select(name => (name, (string[])[name])));
}
