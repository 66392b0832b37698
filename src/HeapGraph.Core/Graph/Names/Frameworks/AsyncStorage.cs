using static HeapGraph.Core.Graph.Names.Frameworks.InnerTypes;

namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What an async method has while it waits: it holds the method's variables as a collection its elements, and so does what flows with it.</summary>
internal static class AsyncStorage
{
    private const string Locals = "System.Threading.AsyncLocalValueMap";

    public static IReadOnlyList<FrameworkCollection> All { get; } =
    [
        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Runtime/CompilerServices/AsyncTaskMethodBuilderT.cs
        new("System.Runtime.CompilerServices.AsyncTaskMethodBuilder.AsyncStateMachineBox") { Steps = [("", StateMachine)] },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Threading/AsyncLocal.cs
        new("System.Threading.ExecutionContext")
        {
            Steps =
            [
                .. from count in (string[])["One", "Two", "Three", "Four", "Multi"] select ("", $"{Locals}.{count}ElementAsyncLocalValueMap"),
                ($"{Locals}.MultiElementAsyncLocalValueMap", AnyArray), .. Around(GenericCollections.Dictionary),
            ],
        },
    ];

    /// <summary>The values that flow with an async method, up to four of them in fields: <c>_item0.value</c>.</summary>
    /// <param name="definition">The type that has the field.</param>
    /// <param name="path">The field.</param>
    /// <returns>Null for any other field.</returns>
    public static ElementHolder? HolderOf(string definition, string path) =>
        definition.StartsWith($"{Locals}.", StringComparison.Ordinal) && path.IndexOf('.', StringComparison.Ordinal) is > 0 and var end
            ? new ElementHolder(definition, $"{path[..end]}.value", $"{path[..end]}.key") : null;
}
