namespace HeapGraph.Core.Graph.Names;

/// <summary>What the C# compiler's own names say of the source: <c>&lt;LoadAsync&gt;d__3</c> is the method LoadAsync.</summary>
/// <remarks>Linear in the name's length. Source: GeneratedNames.cs and GeneratedNameKind.cs of Roslyn.</remarks>
internal static class GeneratedName
{
    /// <summary>What stands before the method that a lambda is in.</summary>
    public const string Lambda = "lambda in ";

    private const int MostLambdas = 32;   // one in another, by their names
    private const string ClosurePrefix = "<>c__DisplayClass";

    /// <summary>True for the class (or struct) that holds the variables which lambdas capture.</summary>
    public static bool IsClosure(string? typeName) =>
        NestedPartOf(typeName).StartsWith(ClosurePrefix, StringComparison.Ordinal);

    /// <summary>The method whose locals an async or iterator state machine holds; null for other types.</summary>
    public static string? MethodOfStateMachine(string? typeName) =>
        Split(NestedPartOf(typeName), out var inner, out var kind) && kind[0] == 'd' && (kind.Length == 1 || kind[1] is '_' or '<' or '`')
            ? MethodInSource(inner)
            : null;

    /// <summary>The same with the type around it: <c>OrderService.LoadAsync</c>.</summary>
    public static string? StateMachineInSource(string? typeName) =>
        MethodOfStateMachine(typeName) is not null && Split(NestedPartOf(typeName), out var inner, out _) ? MethodInSource(inner, $"{TypeInSource(typeName!)}.") : null;

    /// <summary>A method as the source has it: a local function by its name, a lambda by the method it stands in.</summary>
    /// <param name="name">As the metadata has it.</param>
    /// <param name="before">What to write before the name: the type and a dot.</param>
    public static string MethodInSource(string name, string before = "")
    {
        var lambdas = 0;
        bool isGenerated;
        string inner, kind;
        while ((isGenerated = Split(name, out inner, out kind)) && lambdas < MostLambdas && kind.StartsWith("b__", StringComparison.Ordinal))
        {
            (name, lambdas) = (inner, lambdas + 1);
        }

        var method = !isGenerated ? name
            : kind == "$" ? inner
            : kind.StartsWith("g__", StringComparison.Ordinal) && kind.IndexOf('|', StringComparison.Ordinal) is > 3 and var end ? kind[3..end]
            : name;
        return $"{string.Concat(Enumerable.Repeat(Lambda, lambdas))}{before}{method}";
    }

    /// <summary>A method of a stack frame with its type's full name: that of a state machine is the async method or iterator itself.</summary>
    public static string FrameInSource(string? typeName, string method)
    {
        var name = method == "MoveNext" && MethodOfStateMachine(typeName) is not null && Split(NestedPartOf(typeName), out var inner, out _) ? inner.Replace('-', '.') : method;

        // Type arguments of the method's own stand behind its name.
        var end = name.IndexOf("[[", StringComparison.Ordinal);
        return MethodInSource(end > 0 ? name[..end] : name, $"{(typeName is null ? "?" : CSharpTypeName.FullNameOf(Known(TypeAround(typeName))))}.");
    }

    // Of code that serves all reference types alike nobody knows the type arguments.
    private static string Known(string typeName) => typeName.Contains("System.__Canon", StringComparison.Ordinal) ? DefinitionName.Of(typeName) : typeName;

    /// <summary>The method around a lambda or local function.</summary>
    public static string AroundLambda(string name, string before) => MethodInSource(Split(name, out var inner, out _) ? inner : name, before);

    /// <summary>The type that the source has around a generated one, short; a type of the source itself as it is.</summary>
    public static string TypeInSource(string typeName)
    {
        return CSharpTypeName.ShortNameOf(Known(TypeAround(typeName)));
    }

    private static string TypeAround(string typeName)
    {
        var end = typeName.Length;
        foreach (var plus in Brackets.Outside(typeName, square: true).Where(at => typeName[at] == '+').Reverse())
        {
            if (plus == 0 || plus + 1 == typeName.Length || typeName[plus + 1] != '<')
            {
                break;
            }

            end = plus;
        }

        return typeName[..end];
    }

    /// <summary>The method's own name in a signature as the runtime writes it: <c>Shop.Cart`1+&lt;&gt;c[[A, B]].&lt;.cctor&gt;b__0_0(A)</c>.</summary>
    public static string MethodInSignature(string signature)
    {
        var (start, end) = (0, signature.Length);
        foreach (var at in Brackets.Outside(signature, square: true))
        {
            if (signature[at] == '(')
            {
                end = at;
                break;
            }

            start = signature[at] == '.' && (at == 0 || signature[at - 1] != '.') ? at + 1 : start;
        }

        // Type arguments of the method's own stand behind its name.
        var name = signature[start..end];
        return name.IndexOf("[[", StringComparison.Ordinal) is > 0 and var own ? name[..own] : name;
    }

    /// <summary>The name of a nested type without those around it; any other name as it is.</summary>
    private static string NestedPartOf(string? typeName) => typeName is null ? "" : typeName[(LastNesting(typeName) + 1)..];

    /// <summary>Where the last + stands that is in no type argument; -1 when there is none.</summary>
    private static int LastNesting(string typeName) => Brackets.LastOutside(typeName, '+', square: true);

    /// <summary>Takes <c>&lt;inner&gt;kind</c> apart; the inner name may have angle brackets of its own.</summary>
    private static bool Split(string name, out string inner, out string kind)
    {
        var end = name.StartsWith('<') ? Brackets.EndOf(name, 0) : name.Length;
        (inner, kind) = end < name.Length ? (name[1..(end - 1)], name[end..]) : ("", "");
        return inner.Length > 0;
    }
}
