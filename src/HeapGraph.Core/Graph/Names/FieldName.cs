namespace HeapGraph.Core.Graph.Names;

/// <summary>Names of fields as the source has them.</summary>
/// <remarks>Source for the compiler's own names: GeneratedNameKind.cs of Roslyn; F# puts an @ and a line's number behind what it keeps
/// for a property, a record's field or a value of a module.</remarks>
internal static class FieldName
{
    /// <summary>What stands behind <c>&lt;name&gt;</c> in the fields of automatic properties, of parameters of a primary
    /// constructor and of anonymous types.</summary>
    private static readonly string[] OfSource = ["k__BackingField", "P", "i__Field"];

    /// <summary>The source's word for a field that the compiler made, such as a property's or a local variable's.</summary>
    public static string InSource(string? field)
    {
        if (field is null)
        {
            return "?";
        }

        if (field.StartsWith("CS$<>8__locals", StringComparison.Ordinal))
        {
            return "scope";
        }

        if (field.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && field.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return field[..at];
        }

        if (!field.StartsWith('<') || field.LastIndexOf('>') is not (> 0 and var end))
        {
            return field;
        }

        var (name, kind) = (field[1..end], field[(end + 1)..]);
        return name.Length > 0
            ? OfSource.Contains(kind) || IsNumbered(kind, "5__") ? name : field
            : kind switch
            {
                "4__this" => "this",
                "2__current" => "current",
                "t__builder" => "builder",
                _ when IsNumbered(kind, "u__") => "awaiter",
                _ when IsNumbered(kind, "8__") => "scope",
                _ when kind.StartsWith("3__", StringComparison.Ordinal) && kind.Length > 3 => kind[3..],
                _ => field,
            };
    }

    /// <summary>Whether a path of fields leads through one in which a state machine keeps what it waits for.</summary>
    public static bool IsAwaiter(string path) => path.Contains("<>u__", StringComparison.Ordinal);

    /// <summary>The same for a path of fields, with dots between.</summary>
    public static string PathInSource(string path) => string.Join('.', path.Split('.').Select(InSource));

    /// <summary>A static field with its type's full name: a value of an F# module, which the compiler keeps in a type of its own, with
    /// the module's.</summary>
    public static string OfStatic(string typeName, string? field)
    {
        const string Module = ">.$";
        var start = typeName.StartsWith("<StartupCode$", StringComparison.Ordinal) ? typeName.IndexOf(Module, StringComparison.Ordinal) : -1;
        return $"{CSharpTypeName.FullNameOf(start < 0 ? typeName : typeName[(start + Module.Length)..])}.{InSource(field)}";
    }

    private static bool IsNumbered(string kind, string prefix) =>
        kind.StartsWith(prefix, StringComparison.Ordinal) && kind.Length > prefix.Length && kind.AsSpan(prefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;
}
