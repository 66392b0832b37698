namespace HeapGraph.Core.Graph.Names;

/// <summary>A type's name as C# writes it, taken apart: each part once it is asked for.</summary>
/// <param name="name">The full name: <c>System.Collections.Generic.Dictionary&lt;int, Shop.Order&gt;.Entry[]</c>.</param>
/// <param name="shortName">The same without namespaces.</param>
internal sealed class TypeName(string name, string shortName)
{
    /// <summary>All of it.</summary>
    public string Name => name;

    /// <summary><c>System.Collections.Generic</c>, of the element for an array; empty when it stands in none.</summary>
    public string Namespace => field ??= CSharpTypeName.IsKeyword(Head(name)) ? "System" : NamespaceOf(Head(name), Head(shortName));

    /// <summary>The name without type arguments: <c>System.Collections.Generic.Dictionary.Entry[]</c>.</summary>
    public string Definition => field ??= string.Concat(Brackets.Outside(name).Select(at => name[at]));

    /// <summary>The type around a nested one: <c>System.Collections.Generic.Dictionary&lt;int, Shop.Order&gt;</c>; null for no nested type.</summary>
    public string? Outer => Brackets.LastOutside(name, '.') is var own && own > Namespace.Length ? name[..own] : null;

    /// <summary>The type arguments of the type itself, not of those around it; none of an array.</summary>
    public IReadOnlyList<string> Arguments => field ??= name.EndsWith('>') ? ArgumentsIn(name) : [];

    private static string Head(string name) => name.AsSpan().IndexOfAny('<', '[') is >= 0 and var end ? name[..end] : name;

    private static string NamespaceOf(string name, string shortName) => name.EndsWith(shortName, StringComparison.Ordinal) ? name[..^shortName.Length].TrimEnd('.') : "";

    private static string[] ArgumentsIn(string name)
    {
        var open = name.Length;
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] == '<')
            {
                open = at;
                at = Brackets.EndOf(name, at) - 1;
            }
        }

        var list = name[(open + 1)..^1];
        int[] commas = [-1, .. Brackets.Outside(list, square: true).Where(at => list[at] == ','), list.Length];
        return [.. commas.Zip(commas.Skip(1), (from, to) => list[(from + 1)..to].Trim())];
    }
}
