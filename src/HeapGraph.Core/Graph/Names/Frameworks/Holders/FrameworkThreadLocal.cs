namespace HeapGraph.Core.Graph.Names.Frameworks.Holders;

/// <summary>What a <c>ThreadLocal</c> looks like on the heap: each thread has an array of slots, by the number of the ThreadLocal, and a slot
/// refers to the value.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Threading/ThreadLocal.cs.</remarks>
internal static class FrameworkThreadLocal
{
    private const string Definition = "System.Threading.ThreadLocal";

    /// <summary>Whether a type is one.</summary>
    public static bool Is(HeapType type) => type.Parsed.Definition == Definition;

    /// <summary>Whether a type is that of a thread's slots.</summary>
    public static bool IsArray(HeapType type) => type.Parsed.Definition == $"{Definition}.LinkedSlotVolatile[]";

    /// <summary>Whether a type is that of what holds one thread's value.</summary>
    public static bool IsSlot(HeapType type) => type.Parsed.Definition == $"{Definition}.LinkedSlot";
}
