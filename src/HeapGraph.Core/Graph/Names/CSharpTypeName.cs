using System.Text;

namespace HeapGraph.Core.Graph.Names;

/// <summary>Type names as C# writes them, from the names that the runtime and ClrMD give.</summary>
/// <remarks>Linear in the name's length; what is not understood stays as it is.</remarks>
internal static class CSharpTypeName
{
    private static readonly Dictionary<string, string> Keywords = new()
    {
        ["System.Object"] = "object", ["System.String"] = "string", ["System.Boolean"] = "bool", ["System.Char"] = "char",
        ["System.Byte"] = "byte", ["System.SByte"] = "sbyte", ["System.Int16"] = "short", ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int", ["System.UInt32"] = "uint", ["System.Int64"] = "long", ["System.UInt64"] = "ulong",
        ["System.Single"] = "float", ["System.Double"] = "double", ["System.Decimal"] = "decimal", ["System.Void"] = "void",
        ["System.IntPtr"] = "nint", ["System.UIntPtr"] = "nuint",
    };

    /// <summary>The full name: <c>System.Collections.Generic.Dictionary&lt;int, Shop.Order&gt;.Entry[]</c>.</summary>
    public static string FullNameOf(string clrName) => Rewrite(clrName, shorten: false);

    /// <summary>The name without namespaces: <c>Dictionary&lt;int, Order&gt;.Entry[]</c>.</summary>
    public static string ShortNameOf(string clrName) => Rewrite(clrName, shorten: true);

    /// <summary>Whether C# has a keyword for a type, by the name that it writes then.</summary>
    public static bool IsKeyword(string name) => Keywords.ContainsValue(name);

    private static string Rewrite(string name, bool shorten)
    {
        var result = new StringBuilder(name.Length);
        var at = 0;
        while (at < name.Length)
        {
            if (IsIdentifier(name, at))
            {
                at = Identifier(name, at, shorten, result);
                continue;
            }

            var next = name[at++];
            if (next == '`')
            {
                while (at < name.Length && char.IsAsciiDigit(name[at]))
                {
                    at++;
                }
            }
            else if (next == ',')
            {
                result.Append(at < name.Length && name[at] is ',' or ']' || (at >= 2 && name[at - 2] is '[' or ',') ? "," : ", ");
                while (at < name.Length && name[at] == ' ')
                {
                    at++;
                }
            }
            else
            {
                result.Append(next == '+' ? '.' : next);
            }
        }

        return result.ToString();
    }

    private static bool IsIdentifier(string name, int at) =>
        char.IsLetter(name[at]) || name[at] == '_' || (name[at] == '<' && (at == 0 || name[at - 1] is '.' or '+' or '<' or ' ' or ','));

    /// <summary>One name with its namespace, up to a type argument, an array, a nested type or the end.</summary>
    private static int Identifier(string name, int at, bool shorten, StringBuilder result)
    {
        var start = at;
        var part = at;   // where the part after the last dot begins
        while (at < name.Length)
        {
            var here = name[at];
            if (here == '<' && at == part)
            {
                // A compiler's name such as <>c__DisplayClass0_0 or <LoadAsync>d__5: what stands in its angle
                // brackets is no type argument.
                at = Brackets.EndOf(name, at);
            }
            else if (here == '.')
            {
                part = ++at;
            }
            else if (here is '<' or '>' or '[' or ']' or ',' or '+' or '`' or '*' or '&' or ' ')
            {
                break;
            }
            else
            {
                at++;
            }
        }

        var full = name[start..at];
        var isNested = start > 0 && name[start - 1] == '+';
        result.Append(!isNested && Keywords.TryGetValue(full, out var keyword) ? keyword : shorten ? name[part..at] : full);
        return at;
    }
}
