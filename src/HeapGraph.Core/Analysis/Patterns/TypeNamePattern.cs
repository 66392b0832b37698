using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Analysis.Patterns;

/// <summary>A type as a user names it: see <see cref="NamePattern"/>.</summary>
internal sealed class TypeNamePattern
{
    private readonly Func<string, bool> _matches;

    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    public TypeNamePattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        if (NamePattern.IsRegex(text))
        {
            _matches = NamePattern.Regex(text);
            return;
        }

        var name = Normalised(text);
        _matches = NamePattern.IsGlob(name)
            ? candidate => NamePattern.Globs(name, candidate)
            : candidate => candidate == name || WithoutArguments(candidate) == name;
    }

    /// <summary>The pattern as it was typed.</summary>
    public string Text { get; }

    /// <summary>Whether a type is meant: by its full name, or by its name without namespaces.</summary>
    public bool Matches(HeapType type) =>
        _matches(Normalised(type.Name)) || _matches(Normalised(type.ShortName)) || _matches(type.Name) || _matches(type.ShortName);

    /// <summary>Up to five names that come nearest, for a pattern that matches nothing.</summary>
    public IReadOnlyList<string> NearestOf(IEnumerable<HeapType> types) =>
        NamePattern.NearestOf(Normalised(Text), types.Select(type => (type.Name, (string[])[type.ShortName, type.Name])));

    /// <summary>One spelling for <c>List&lt;String&gt;</c>, <c>List&lt;string&gt;</c> and <c>Outer+Inner</c>.</summary>
    private static string Normalised(string name)
    {
        var parts = CSharpTypeName.FullNameOf(name.Trim()).Split('<');
        var qualified = string.Join('<', parts.Select((part, index) => index == 0 ? part : Qualified(part)));
        return AsKeyword(CSharpTypeName.FullNameOf(qualified).Replace(" ", "", StringComparison.Ordinal));
    }

    private static string Qualified(string arguments) =>
        string.Join(',', arguments.Split(',').Select(argument => AsKeyword(argument.Trim())));

    private static string AsKeyword(string name)
    {
        var end = name.AsSpan().IndexOfAny("<>[],");
        var head = end < 0 ? name : name[..end];
        var keyword = head.Length > 0 && !head.Contains('.', StringComparison.Ordinal) ? CSharpTypeName.FullNameOf("System." + head) : head;
        return keyword.StartsWith("System.", StringComparison.Ordinal) && keyword != head ? name : keyword + (end < 0 ? "" : name[end..]);
    }

    private static string WithoutArguments(string name) =>
        name.EndsWith('>') && name.IndexOf('<', StringComparison.Ordinal) is > 0 and var open && Brackets.EndOf(name, open) == name.Length ? name[..open] : name;
}
