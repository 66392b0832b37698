using System.IO.Enumeration;
using System.Text.RegularExpressions;
using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Analysis.Types;

/// <summary>A type as a user names it: exact, with <c>*</c> and <c>?</c>, or as <c>/regular expression/</c>.</summary>
internal sealed class TypeNamePattern
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);
    private readonly Func<string, bool> _matches;

    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    public TypeNamePattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        if (text.Length > 2 && text[0] == '/' && text[^1] == '/')
        {
            var regex = new Regex(text[1..^1], RegexOptions.CultureInvariant, RegexLimit);
            _matches = regex.IsMatch;
            return;
        }

        var name = Normalised(text);
        _matches = name.AsSpan().IndexOfAny('*', '?') >= 0
            ? candidate => FileSystemName.MatchesSimpleExpression(name, candidate, ignoreCase: false)
            : candidate => candidate == name || WithoutArguments(candidate) == name;
    }

    /// <summary>The pattern as it was typed.</summary>
    public string Text { get; }

    /// <summary>Whether a type is meant: by its full name, or by its name without namespaces.</summary>
    public bool Matches(HeapType type) =>
        _matches(Normalised(type.Name)) || _matches(Normalised(type.ShortName)) || _matches(type.Name) || _matches(type.ShortName);

    /// <summary>Up to five names that come nearest, for a pattern that matches nothing.</summary>
    public IReadOnlyList<string> NearestOf(IEnumerable<HeapType> types)
    {
        var wanted = Normalised(Text).ToUpperInvariant();
        return [.. types
            .Select(type => (type.Name, Distance: Math.Min(Distance(wanted, type.ShortName), Distance(wanted, type.Name))))
            .Where(near => near.Distance <= Math.Max(3, wanted.Length / 2))
            .OrderBy(near => near.Distance).ThenBy(near => near.Name, StringComparer.Ordinal)
            .Select(near => near.Name).Distinct().Take(5)];
    }

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
        name.EndsWith('>') && name.IndexOf('<', StringComparison.Ordinal) is > 0 and var open && ClosesAtEnd(name, open) ? name[..open] : name;

    private static bool ClosesAtEnd(string name, int open)
    {
        var depth = 0;
        for (var at = open; at < name.Length; at++)
        {
            depth += name[at] == '<' ? 1 : name[at] == '>' ? -1 : 0;
            if (depth == 0)
            {
                return at == name.Length - 1;
            }
        }

        return false;
    }

    /// <summary>Edit distance without regard to case (Levenshtein, two rows); a part of the name is near.</summary>
    internal static int Distance(string wanted, string candidate)
    {
        var name = candidate.ToUpperInvariant();
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
