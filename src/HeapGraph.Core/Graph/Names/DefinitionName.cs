using System.Text;

namespace HeapGraph.Core.Graph.Names;

/// <summary>Names of types without their type arguments.</summary>
internal static class DefinitionName
{
    /// <summary><c>System.Collections.Generic.Dictionary+Entry</c>, whatever its keys and values are.</summary>
    public static string Of(string? typeName)
    {
        var result = new StringBuilder();
        var depth = 0;
        for (var at = 0; at < typeName?.Length; at++)
        {
            var here = typeName[at];
            depth += here is '<' or '[' ? 1 : here is '>' or ']' ? -1 : 0;
            if (depth > 0 || here is '>' or ']' or '`' || (char.IsAsciiDigit(here) && result.Length > 0 && typeName[at - 1] == '`'))
            {
                continue;
            }

            result.Append(here);
        }

        return result.ToString();
    }
}
