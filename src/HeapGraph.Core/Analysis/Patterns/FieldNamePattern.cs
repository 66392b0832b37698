using HeapGraph.Core.Graph.Details;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Analysis.Patterns;

/// <summary>A field as a user names it: the type as <see cref="TypeNamePattern"/> takes it, a dot, the field's name, which may
/// have <c>*</c> and <c>?</c> too; <c>Order[]</c> for all that the elements of arrays refer to; <c>/regular expression/</c> for the whole.</summary>
internal sealed class FieldNamePattern
{
    private readonly TypeNamePattern _whole;
    private readonly bool _isRegex;
    private readonly (string TypeName, TypeNamePattern Type, string Field)[] _splits;

    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    public FieldNamePattern(string text)
    {
        _whole = new TypeNamePattern(text);
        _isRegex = NamePattern.IsRegex(text);
        _splits = _isRegex ? [] : [.. Dots(text).Select(dot => (text[..dot], new TypeNamePattern(text[..dot]), text[(dot + 1)..]))];
    }

    /// <summary>The pattern as it was typed.</summary>
    public string Text => _whole.Text;

    /// <summary>Whether a field is meant. A struct's name means every reference in it.</summary>
    public bool Matches(HeapField field) =>
        _isRegex ? _whole.Matches(new HeapType(field.FullName, field.ShortName, ""))
        : (field.Type.Name.EndsWith(']') && _whole.Matches(field.Type))
            || Array.Exists(_splits, split => (Means(split.Field, field.Name) || Means(split.Field, field.PlainName)) && IsOf(split.TypeName, split.Type, field));

    /// <summary>The fields that each of some names means.</summary>
    /// <exception cref="ArgumentException">A regular expression that is none.</exception>
    /// <exception cref="UnknownNameException">A name means no field.</exception>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A regular expression takes too long.</exception>
    public static IReadOnlyList<(string Name, IReadOnlySet<HeapField> Fields)> Require(IEnumerable<string> names, IReadOnlyList<HeapField> fields) =>
        [.. names.Select(name => new FieldNamePattern(name)).Select(pattern => (pattern.Text, pattern.Require(fields)))];

    private IReadOnlySet<HeapField> Require(IReadOnlyList<HeapField> fields) => fields.Where(Matches).ToHashSet() is { Count: > 0 } matches
        ? matches
        : throw new UnknownNameException($"No field that holds references matches '{Text}'.", NearestOf(fields));

    /// <summary>Up to five names that come nearest, for a pattern that matches nothing.</summary>
    public IReadOnlyList<string> NearestOf(IEnumerable<HeapField> fields) =>
        _whole.NearestOf(fields.Select(field => new HeapType(field.FullName, field.ShortName, "")));

    private static bool Means(string wanted, string name) =>
        NamePattern.IsGlob(wanted)
            ? NamePattern.Globs(wanted, name)
            : name.StartsWith(wanted, StringComparison.Ordinal) && (name.Length == wanted.Length || name[wanted.Length] is '.' or '[');

    // The name of a static field's type tells nested types and namespaces not apart.
    private static bool IsOf(string typeName, TypeNamePattern type, HeapField field) =>
        type.Matches(field.Type) || (field.IsStatic && field.Type.Name.EndsWith($".{typeName}", StringComparison.Ordinal));

    /// <summary>Where the type may end and the field begin: the dots outside of type arguments.</summary>
    private static IEnumerable<int> Dots(string text) => Brackets.Outside(text).Where(at => text[at] == '.' && at > 0 && at < text.Length - 1);
}
