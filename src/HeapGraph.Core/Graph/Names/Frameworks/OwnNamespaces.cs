namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>Which namespaces are the program's own, where its user said so. What stands in them is its own whatever its name begins with; other
/// types are libraries'.</summary>
/// <param name="names">The namespaces, each with those below it: <c>Shop</c>, or <c>Shop.*</c>, which is the same. None: nothing was said.</param>
internal sealed class OwnNamespaces(IReadOnlyList<string> names)
{
    private const string Below = ".*";

    private readonly string[] _beginnings = [.. names.Select(name => $"{(name.EndsWith(Below, StringComparison.Ordinal) ? name[..^Below.Length] : name)}.")];

    /// <summary>Nothing was said.</summary>
    public static OwnNamespaces Unsaid { get; } = new([]);

    /// <summary>Whether a type stands in one of them; null where nothing was said, and for a type that stands in no namespace.</summary>
    public bool? Hold(HeapType type) => _beginnings.Length == 0 || type.Parsed.Namespace.Length == 0 ? null : Hold(type.Name);

    /// <summary>Whether something may be the name of a namespace.</summary>
    public static bool IsName(string name) => (name.EndsWith(Below, StringComparison.Ordinal) ? name[..^Below.Length] : name).Split('.') is var parts
        && Array.TrueForAll(parts, part => part.Length > 0 && part.All(letter => char.IsLetterOrDigit(letter) || letter == '_'));

    /// <summary>Whether a full name is the framework's, and in none of them.</summary>
    public bool LeaveToFramework(string name) => FrameworkNames.Owns(name) && !Hold(name);

    private bool Hold(string name) => Array.Exists(_beginnings, beginning => name.StartsWith(beginning, StringComparison.Ordinal));
}
