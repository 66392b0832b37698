namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What tasks look like on the heap.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Threading/Tasks/Task.cs.</remarks>
internal static class FrameworkTask
{
    /// <summary>What every task is or derives from.</summary>
    public const string Base = "System.Threading.Tasks.Task";

    /// <summary>Whether it is one that is none of its own kind, such as that of a TaskCompletionSource.</summary>
    /// <param name="name">A type's full name.</param>
    public static bool IsPlain(string name) => name == Base || (name.StartsWith($"{Base}<", StringComparison.Ordinal) && name.EndsWith('>'));

    /// <summary>How the name of what keeps the state of an async method ends: AsyncStateMachineBox, and StateMachineBox of the builders that pool.</summary>
    private const string Box = "StateMachineBox";

    /// <summary>Whether objects of a type keep the state of async methods: each is one call.</summary>
    public static bool IsBox(HeapType type) => type.Parsed.Definition.EndsWith(Box, StringComparison.Ordinal);

    /// <summary>The field of such a box with the state machine.</summary>
    public const string StateMachine = "StateMachine";

    /// <summary>The field with its flags.</summary>
    public const string Flags = "m_stateFlags";

    /// <summary>Of these one is set once it is canceled, faulted or has run to completion (TASK_STATE_COMPLETED_MASK).</summary>
    public const int Completed = 0x1600000;

    /// <summary>The field with what goes on when it has completed: one, or a list of several.</summary>
    public const string Continuation = "m_continuationObject";
}
