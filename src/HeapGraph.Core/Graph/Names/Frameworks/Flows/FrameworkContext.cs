namespace HeapGraph.Core.Graph.Names.Frameworks.Flows;

/// <summary>The ExecutionContext: the values of all AsyncLocals, which flow with a call. Timers, registrations and async methods capture it where they begin.</summary>
/// <remarks>Sources: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Threading/ExecutionContext.cs and AsyncLocal.cs beside it.</remarks>
internal static class FrameworkContext
{
    private const string Name = "System.Threading.ExecutionContext";
    private const string Local = "System.Threading.AsyncLocal<";
    private const string Maps = "System.Threading.AsyncLocalValueMap.";   // up to four values in fields
    private const string Key = "System.Threading.IAsyncLocal";            // more in an array of pairs, then in a dictionary

    /// <summary>The property of .NET's that sets one of its own AsyncLocals; null for any other.</summary>
    public static string? SetterOf(string field) => field switch
    {
        "Microsoft.AspNetCore.Http.HttpContextAccessor._httpContextCurrent" => "IHttpContextAccessor.HttpContext",
        FrameworkActivity.Current => "Activity.Current",
        _ => null,
    };

    extension(HeapType type)
    {
        /// <summary>Whether its objects are such contexts.</summary>
        public bool IsContext => type.Name == Name;

        /// <summary>Whether its objects are the keys under which values flow.</summary>
        public bool IsAsyncLocal => type.Name.StartsWith(Local, StringComparison.Ordinal);

        /// <summary>Whether its objects stand between a context and the values in it.</summary>
        public bool IsContextPart => type.Name.StartsWith(Maps, StringComparison.Ordinal)
            || (type.Name.Contains(Key, StringComparison.Ordinal) && (type.Traits.HasFlag(HeapTypeTraits.Array) || FrameworkCollections.Owns(type.Name)));
    }
}
