using HeapGraph.Core.Graph.Names;

namespace HeapGraph;

/// <summary>What the graph knows of a type. Types are interned: one per name and assembly.</summary>
/// <param name="Name">The full name as C# writes it: <c>System.Collections.Generic.Dictionary&lt;int, Shop.Order&gt;</c>.</param>
/// <param name="ShortName">The name without namespaces: <c>Dictionary&lt;int, Order&gt;</c>.</param>
/// <param name="AssemblyName">Simple name of the assembly that declares it (of the element type's, for an array), or empty.</param>
public sealed record HeapType(string Name, string ShortName, string AssemblyName)
{
    /// <summary>The kinds of type that a reader of a picture wants told apart.</summary>
    public HeapTypeTraits Traits { get; init; }

    /// <summary>Of a type of the program's own that derives from one of the framework's collections, that one's full name
    /// without type arguments: <c>System.Collections.Generic.List</c>. Of a delegate, <c>System.MulticastDelegate</c>. Null for others.</summary>
    public string? CollectionBase { get; init; }

    /// <summary>Whether the user named its namespace as the program's own; null where none was named, and for a type without a namespace.
    /// It does not tell types apart.</summary>
    internal bool? IsInOwnNamespace { get; init; }

    /// <summary>The name taken apart, once.</summary>
    internal TypeName Parsed
    {
        get => field?.Name == Name ? field : field = new TypeName(Name, ShortName);
    }

    /// <inheritdoc/>
    public bool Equals(HeapType? other) =>
        (object)this == other || (other is not null && Name == other.Name && ShortName == other.ShortName && AssemblyName == other.AssemblyName
            && Traits == other.Traits && CollectionBase == other.CollectionBase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, AssemblyName);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Properties of a type that hold for each of its objects.</summary>
[Flags]
public enum HeapTypeTraits
{
    /// <summary>None of the others.</summary>
    None = 0,

    /// <summary>An array of one or more dimensions.</summary>
    Array = 1,

    /// <summary><c>System.String</c>.</summary>
    String = 2,

    /// <summary>Has a finalizer.</summary>
    Finalizable = 4,

    /// <summary>Its objects have a length of their own: arrays and strings.</summary>
    VariableSize = 8,

    /// <summary>A boxed value, or an enum.</summary>
    BoxedValue = 16,
}
