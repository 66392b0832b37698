namespace HeapGraph.Core.Graph.Names;

/// <summary>Names of types, as the runtime writes them, without their type arguments.</summary>
internal static class DefinitionName
{
    /// <summary><c>System.Collections.Generic.Dictionary+Entry</c>, whatever its keys and values are; of an array its element's.</summary>
    public static string Of(string? typeName) => typeName is null ? "" : string.Concat(
        Brackets.Outside(typeName, square: true).Where(at => typeName[at] != '`' && !(at > 0 && typeName[at - 1] == '`' && char.IsAsciiDigit(typeName[at]))).Select(at => typeName[at]));

    /// <summary>The same with nested types behind a dot, as C# writes them: <c>System.Collections.Generic.Dictionary.Entry</c>.</summary>
    public static string InSource(string? typeName) => Of(typeName).Replace('+', '.');
}
