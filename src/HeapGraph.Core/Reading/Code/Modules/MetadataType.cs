namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>A type as the metadata of some module names it.</summary>
/// <param name="Definition">Its full name without type arguments, as the runtime writes it: <c>Shop.Cache`1+Entry</c>.</param>
/// <param name="Assembly">The simple name of the assembly that it refers to; null for the module's own.</param>
/// <param name="Name">Its name with type arguments as ClrMD writes it, variables as <c>!0</c>: <c>Shop.Cache&lt;System.String&gt;+Entry</c>.</param>
internal sealed record MetadataType(string Definition, string? Assembly, string Name)
{
    /// <summary>Whether it stands for different types from case to case.</summary>
    public bool HasVariables => Name.Contains('!', StringComparison.Ordinal);
}
