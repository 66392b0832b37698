namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What a ConditionalWeakTable looks like on the heap.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Runtime/CompilerServices/ConditionalWeakTable.cs.</remarks>
internal static class FrameworkWeakTable
{
    public const string Name = "System.Runtime.CompilerServices.ConditionalWeakTable";

    /// <summary>The array of its entries.</summary>
    public const string Entries = "_container._entries";

    /// <summary>The dependent handle in an entry.</summary>
    public const string Handle = "depHnd._handle";
}
