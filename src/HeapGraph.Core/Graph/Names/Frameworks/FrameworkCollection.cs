namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>What one of .NET's collections looks like on the heap. Fields are as the metadata names them, with dots between those of a path.</summary>
/// <param name="Name">Its full name without type arguments, nested types behind a dot: <c>System.Collections.Generic.List</c>.</param>
internal sealed record FrameworkCollection(string Name)
{
    /// <summary>Its own fields that lead to the arrays, nodes or collection in which it keeps its elements.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Which types lead to which within it, the collection itself as an empty name; see <see cref="InnerTypes"/>. Empty where it
    /// only stands within another.</summary>
    public IReadOnlyList<(string From, string To)> Steps { get; init; } = [];

    /// <summary>Where the number of its elements stands; null where they have to be counted, or it has none.</summary>
    public ElementCount? Count { get; init; }

    /// <summary>The number of changes that it counts for its enumerators; null where it counts none.</summary>
    public ChangeCount? Changes { get; init; }

    /// <summary>The field with the collection that it wraps, and has as many elements as; null for none.</summary>
    public string? Wraps { get; init; }

    /// <summary>How elements stand in its array, where that is not by their index; null elsewhere.</summary>
    public ElementArray? Order { get; init; }

    /// <summary>Its arrays, where it has several; null elsewhere.</summary>
    public ElementParts? Parts { get; init; }

    /// <summary>What its nodes are linked by; null where it has none, or they have no order.</summary>
    public NodeLinks? Links { get; init; }

    /// <summary>The fields with an array of values and that of their keys, in the same order.</summary>
    public IReadOnlyList<(string Values, string Keys)> Pairs { get; init; } = [];

    /// <summary>Where its entries or nodes keep an element.</summary>
    public IReadOnlyList<ElementHolder> Holders { get; init; } = [];
}

/// <summary>The number of a collection's elements.</summary>
internal abstract record ElementCount
{
    private ElementCount()
    {
    }

    /// <summary>In a field, less what another one says.</summary>
    internal sealed record Number(string Field, string? Less = null) : ElementCount;

    /// <summary>The length of an array.</summary>
    internal sealed record LengthOf(string Array) : ElementCount;

    /// <summary>All numbers in an array.</summary>
    internal sealed record SumOf(string Array) : ElementCount;
}

/// <summary>How often a collection has been changed.</summary>
/// <param name="Field">The field that says so. One change may add many elements.</param>
/// <param name="OfRemovals">Whether what is taken out counts too.</param>
internal sealed record ChangeCount(string Field, bool OfRemovals);

/// <summary>An array whose elements do not stand at their places in the collection.</summary>
/// <param name="Array">The field with it.</param>
/// <param name="Size">The field that says how many there are.</param>
/// <param name="Head">The field with the slot of the first; from the array's end they go on at its beginning. Null when that is slot 0.</param>
internal sealed record ElementArray(string Array, string Size, string? Head = null)
{
    /// <summary>Whether the last comes first.</summary>
    public bool IsStack { get; init; }

    /// <summary>The field of an array's element that is the collection's own, by the collection's name as the runtime has it; null for
    /// the whole.</summary>
    public Func<string, string>? Part { get; init; }
}

/// <summary>Arrays one behind the other, each in a part of its own.</summary>
/// <param name="First">The field with the first part.</param>
/// <param name="Next">A part's field with the next one.</param>
/// <param name="Array">A part's array.</param>
/// <param name="Head">A part's slot of its first element, counted on where the array is too short.</param>
internal sealed record ElementParts(string First, string Next, string Array, string Head)
{
    /// <summary>The two numbers of a part whose difference is that of its elements.</summary>
    public required (string Added, string Taken) Count { get; init; }

    /// <summary>Whether the last comes first.</summary>
    public bool IsStack { get; init; }

    /// <summary>The field of an array's element that is the collection's own; empty for the whole.</summary>
    public string Part { get; init; } = "";
}

/// <summary>What a collection's nodes are linked by.</summary>
/// <param name="First">The field with the first node, or a tree's root; empty when the collection is a node itself.</param>
/// <param name="Left">A node's field with what comes before it; null in a list.</param>
/// <param name="Right">A node's field with what comes after it.</param>
internal sealed record NodeLinks(string First, string? Left, string Right)
{
    /// <summary>A field that is null in the node that ends the collection and holds no element.</summary>
    public string? End { get; init; }

    /// <summary>The field with a tree of more elements that follow the node's own.</summary>
    public string? More { get; init; }

    /// <summary>The field with nodes that follow all others, the last one first.</summary>
    public string? Last { get; init; }

    /// <summary>A node's field with its collection; null where it does not know it.</summary>
    public string? Owner { get; init; }
}

/// <summary>An entry or a node that holds an element.</summary>
/// <param name="Type">Its definition.</param>
/// <param name="Element">The field with the element.</param>
/// <param name="Key">The field with its key; null where it has none.</param>
internal sealed record ElementHolder(string Type, string Element, string? Key = null)
{
    /// <summary>The field with the number of the next entry, below -1 where this one is not in use; null where there is none.</summary>
    public string? Link { get; init; }

    /// <summary>Whether entries stand anywhere in their array, not one behind the other from its start.</summary>
    public bool IsScattered { get; init; }

    /// <summary>Whether a dictionary keeps its pairs there, as a <see cref="KeyValuePair{TKey, TValue}"/>.</summary>
    public bool MayHoldPair { get; init; }

    /// <summary>The fields with a dictionary's value and its key, of a pair those in it; null where there are none.</summary>
    public (string Value, string Key)? Pair => Key is not null ? (Element, Key) : MayHoldPair ? ($"{Element}.value", $"{Element}.key") : null;
}
