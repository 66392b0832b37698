namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What a ConditionalWeakTable looks like on the heap.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Runtime/CompilerServices/ConditionalWeakTable.cs.</remarks>
internal static class FrameworkWeakTable
{
    public const string Name = "System.Runtime.CompilerServices.ConditionalWeakTable";

    /// <summary>How the name of what holds its entries ends; that has a finalizer, which frees the handles.</summary>
    public const string Container = "+Container";

    /// <summary>The container's table.</summary>
    public const string TableOfContainer = "_parent";

    /// <summary>The container's array of entries.</summary>
    public const string EntriesOfContainer = "_entries";

    /// <summary>The array of its entries.</summary>
    public const string Entries = $"_container.{EntriesOfContainer}";

    /// <summary>The field of an entry with the DependentHandle.</summary>
    public const string EntryHandle = "depHnd";

    /// <summary>The handle's own address in a DependentHandle.</summary>
    public const string HandleOfDependent = "_handle";

    /// <summary>The dependent handle in an entry.</summary>
    public const string Handle = $"{EntryHandle}.{HandleOfDependent}";
}
