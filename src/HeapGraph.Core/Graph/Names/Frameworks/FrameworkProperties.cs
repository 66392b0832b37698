namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What the source calls the one field of some of .NET's types that holds what they are about.</summary>
internal static class FrameworkProperties
{
    // An immutable array is its array.
    private static readonly Dictionary<string, (string Field, string Property)> PropertyByType = new()
    {
        ["System.Lazy"] = ("_value", "Value"),
        ["System.Nullable"] = ("value", "Value"),
        ["System.Threading.Tasks.Task"] = ("m_result", "Result"),
        ["System.Threading.Tasks.TaskCompletionSource"] = ("_task", "Task"),
        ["System.Collections.Immutable.ImmutableArray"] = ("array", ""),
    };

    /// <summary>The field of a type, by the runtime's name of it, and its property; nulls when it is none of these.</summary>
    public static (string? Field, string? Property) Of(string? typeName) => PropertyByType.GetValueOrDefault(DefinitionName.Of(typeName));
}
