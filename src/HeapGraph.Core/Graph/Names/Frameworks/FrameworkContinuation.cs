namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What an async method has while it waits, where the runtime itself suspends it (.NET 11): no state machine, but a Continuation
/// with the method's variables. It refers to that of the method's caller.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/coreclr/System.Private.CoreLib/src/System/Runtime/CompilerServices/AsyncHelpers.CoreCLR.cs;
/// for each layout the runtime makes a type of its own, without metadata: https://github.com/dotnet/runtime/blob/main/src/coreclr/vm/asynccontinuations.cpp.</remarks>
internal static class FrameworkContinuation
{
    /// <summary>What the types of all layouts derive from.</summary>
    public const string Base = "System.Runtime.CompilerServices.Continuation";

    /// <summary>The field with the Continuation of the caller.</summary>
    public const string Caller = "Next";

    /// <summary>The field that points at how it goes on.</summary>
    public const string Resumption = "ResumeInfo";

    /// <summary>Where in that an address within the method's code stands.</summary>
    public const int Code = 8;

    /// <summary>The task that all the methods of one chain of calls are, from the outermost on.</summary>
    public const string Task = "System.Runtime.CompilerServices.AsyncHelpers.RuntimeAsyncTask";

    /// <summary>Its field with the Continuation that is to go on first.</summary>
    public const string First = "m_stateObject";

    /// <summary>That of an await itself, where a task is awaited.</summary>
    public const string OfAwait = "System.Runtime.CompilerServices.RuntimeAsyncTaskContinuation";

    /// <summary>Its field with the awaited task.</summary>
    public const string Awaited = "Task";

    /// <summary>The methods of .NET's that stand between an async method and what it awaits.</summary>
    public const string Helpers = "System.Runtime.CompilerServices.AsyncHelpers.";

    private const string Prefix = "Continuation_";   // then numbers

    extension(HeapType type)
    {
        /// <summary>Whether its objects hold the variables of an async method.</summary>
        public bool IsContinuation => type.Name.StartsWith(Prefix, StringComparison.Ordinal) && type.Name.AsSpan(Prefix.Length).TrimStart("0123456789_").IsEmpty;
    }
}
