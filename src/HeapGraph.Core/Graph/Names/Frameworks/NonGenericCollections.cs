using static HeapGraph.Core.Graph.Names.Frameworks.InnerTypes;

namespace HeapGraph.Core.Graph.Names.Frameworks;

/// <summary>The collections of .NET 1.</summary>
internal static class NonGenericCollections
{
    private const string Space = "System.Collections.";

    public static IReadOnlyList<FrameworkCollection> All { get; } =
    [
        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/ArrayList.cs
        new($"{Space}ArrayList") { Fields = ["_items"], Steps = InArray, Count = new ElementCount.Number("_size") },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections.NonGeneric/src/System/Collections/Queue.cs
        new($"{Space}Queue") { Fields = ["_array"], Steps = InArray, Count = new ElementCount.Number("_size"), Order = new ElementArray("_array", "_size", "_head") },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections.NonGeneric/src/System/Collections/Stack.cs
        new($"{Space}Stack") { Fields = ["_array"], Steps = InArray, Count = new ElementCount.Number("_size"), Order = new ElementArray("_array", "_size") { IsStack = true } },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections.NonGeneric/src/System/Collections/SortedList.cs
        new($"{Space}SortedList") { Fields = ["keys", "values"], Steps = InArray, Count = new ElementCount.Number("_size"), Pairs = [("values", "keys")] },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/Hashtable.cs
        new($"{Space}Hashtable")
        {
            Fields = ["_buckets"],
            Steps = [("", $"{Space}Hashtable.Bucket[]")],
            Count = new ElementCount.Number("_count"),
            Holders = [new($"{Space}Hashtable.Bucket", "val", "key") { IsScattered = true }],
        },

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Collections/ListDictionaryInternal.cs
        Linked($"{Space}ListDictionaryInternal"),

        // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Collections.Specialized/src/System/Collections/Specialized/ListDictionary.cs
        Linked($"{Space}Specialized.ListDictionary"),
    ];

    private static FrameworkCollection Linked(string name) => new(name)
    {
        Fields = ["head"],
        Steps = Nodes($"{name}.DictionaryNode"),
        Count = new ElementCount.Number("count"),
        Links = new NodeLinks("head", null, "next"),
        Holders = [new($"{name}.DictionaryNode", "value", "key")],
    };
}
