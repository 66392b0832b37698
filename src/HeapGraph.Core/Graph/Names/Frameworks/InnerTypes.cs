namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>The ways by which collections reach their elements: which type refers to which, the collection itself as an empty name.</summary>
internal static class InnerTypes
{
    /// <summary>Any array.</summary>
    public const string AnyArray = "[]";

    /// <summary>What the compiler makes of an async method.</summary>
    public const string StateMachine = "<>d";

    /// <summary>Right into an array.</summary>
    public static readonly (string From, string To)[] InArray = [("", AnyArray)];

    /// <summary>By an array of entries, and one of their numbers.</summary>
    public static (string From, string To)[] Entries(string entry) => [("", $"{entry}[]"), ("", "int[]")];

    /// <summary>From node to node.</summary>
    public static (string From, string To)[] Nodes(string node) => [("", node), (node, node)];

    /// <summary>From part to part, each with an array.</summary>
    public static (string From, string To)[] Parts(string part) => [.. Nodes(part), (part, AnyArray)];

    /// <summary>Through the collection that a wrapper holds.</summary>
    public static (string From, string To)[] Around(FrameworkCollection inner) => Around(inner.Name, inner.Steps);

    /// <summary>The same where it is a type of its own.</summary>
    public static (string From, string To)[] Around(string inner, IReadOnlyList<(string From, string To)> steps) =>
        [("", inner), .. steps.Select(step => (step.From.Length == 0 ? inner : step.From, step.To))];

    /// <summary>Whether a type is one that a step names.</summary>
    /// <param name="wanted">The step's.</param>
    /// <param name="definition">The type without its arguments.</param>
    public static bool IsLike(string wanted, string definition) => wanted switch
    {
        AnyArray => definition.EndsWith(AnyArray, StringComparison.Ordinal),
        StateMachine => definition[(definition.LastIndexOf('.') + 1)..] is "d" or ['d', '_', '_', ..],
        _ => wanted == definition,
    };
}
