using static HeapGraph.Core.Graph.Names.Frameworks.InnerTypes;

namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>The collections of <c>System.Collections.Immutable</c> and <c>System.Collections.Frozen</c>.</summary>
/// <remarks>Source: https://github.com/dotnet/runtime/tree/main/src/libraries/System.Collections.Immutable/src/System/Collections/Immutable and …/Frozen.</remarks>
internal static class ImmutableCollections
{
    private const string Space = "System.Collections.Immutable.";
    private const string Frozen = "System.Collections.Frozen.";

    private static readonly NodeLinks Balanced = new("_root", "_left", "_right") { End = "_left" };

    // Elements with one hash code stand together.
    private static readonly (string From, string To)[] Buckets =
        [.. Nodes($"{Space}SortedInt32KeyNode"), ($"{Space}SortedInt32KeyNode", $"{Space}ImmutableList.Node"), ($"{Space}ImmutableList.Node", $"{Space}ImmutableList.Node")];

    // …/Immutable/ImmutableStack_1.cs: a stack refers to the one below, the last to none and holds no element.
    public static FrameworkCollection Stack { get; } = new($"{Space}ImmutableStack")
    {
        Fields = ["_tail"],
        Steps = Nodes($"{Space}ImmutableStack"),
        Links = new NodeLinks("", null, "_tail") { End = "_tail" },
        Holders = [new($"{Space}ImmutableStack", "_head")],
    };

    // …/Frozen/FrozenDictionary.cs, since .NET 8. One for int keeps its keys as the hash codes that they are.
    public static FrameworkCollection FrozenDictionary { get; } = new($"{Frozen}FrozenDictionary")
    {
        Steps = InArray,
        Count = new ElementCount.LengthOf("_values"),
        Pairs = [("_values", "_keys"), ("_values", "_hashTable.<HashCodes>k__BackingField")],
    };

    // …/Frozen/FrozenSet.cs, since .NET 8
    public static FrameworkCollection FrozenSet { get; } = new($"{Frozen}FrozenSet") { Steps = InArray, Count = new ElementCount.LengthOf("_items") };

    public static IReadOnlyList<FrameworkCollection> All { get; } =
    [
        Stack,
        FrozenDictionary,
        FrozenSet,

        // …/Immutable/ImmutableArray_1.cs
        new($"{Space}ImmutableArray") { Fields = ["array"], Steps = InArray, Count = new ElementCount.LengthOf("array") },

        // …/Immutable/ImmutableDictionary_2.cs, ImmutableHashSet_1.cs and SortedInt32KeyNode.cs
        OfBuckets($"{Space}ImmutableDictionary") with { Holders = [new($"{Space}SortedInt32KeyNode", "_value._firstValue") { MayHoldPair = true }] },
        OfBuckets($"{Space}ImmutableHashSet"),

        // …/Immutable/ImmutableList_1.cs and ImmutableList_1.Node.cs
        OfNodes("ImmutableList", new ElementCount.Number("_root._count"), new ElementHolder($"{Space}ImmutableList.Node", "_key") { MayHoldPair = true }),

        // …/Immutable/ImmutableSortedSet_1.cs and ImmutableSortedSet_1.Node.cs
        OfNodes("ImmutableSortedSet", new ElementCount.Number("_root._count"), new ElementHolder($"{Space}ImmutableSortedSet.Node", "_key")),

        // …/Immutable/ImmutableSortedDictionary_2.cs and ImmutableSortedDictionary_2.Node.cs
        OfNodes("ImmutableSortedDictionary", new ElementCount.Number("_count"), new ElementHolder($"{Space}ImmutableSortedDictionary.Node", "_value", "_key")),

        // …/Immutable/ImmutableQueue_1.cs: what was put in last stands in a stack of its own.
        new($"{Space}ImmutableQueue")
        {
            Fields = ["_forwards", "_backwards", "_backwardsReversed"],
            Steps = Nodes(Stack.Name),
            Links = Stack.Links! with { First = "_forwards", Last = "_backwards" },
        },
    ];

    /// <summary>Whether nothing can be added to what a definition makes, once it is made.</summary>
    public static bool IsFrozen(string definition) => definition.StartsWith(Frozen, StringComparison.Ordinal);

    /// <summary>Of the many types of <c>System.Collections.Frozen</c> the collection that they all are.</summary>
    /// <param name="definition">A type without its arguments.</param>
    /// <returns>Null for a type of another namespace, and for one inside of another.</returns>
    public static FrameworkCollection? FrozenNamed(string definition) =>
        !definition.StartsWith(Frozen, StringComparison.Ordinal) || definition.IndexOf('.', Frozen.Length) >= 0 ? null
        : definition.Contains("FrozenDictionary", StringComparison.Ordinal) ? FrozenDictionary
        : definition.Contains("FrozenSet", StringComparison.Ordinal) ? FrozenSet : null;

    private static FrameworkCollection OfBuckets(string name) => new(name)
    {
        Fields = ["_root"],
        Steps = Buckets,
        Count = new ElementCount.Number("_count"),
        Links = Balanced with { More = "_value._additionalElements" },
    };

    private static FrameworkCollection OfNodes(string name, ElementCount count, ElementHolder holder) =>
        new($"{Space}{name}") { Fields = ["_root"], Steps = Nodes(holder.Type), Count = count, Links = Balanced, Holders = [holder] };
}
