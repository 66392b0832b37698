using HeapGraph.Core.Graph;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>Dictionaries that keep their keys in one array and their values, in the same order, in another:
/// SortedList, FrozenDictionary.</summary>
/// <remarks>The first question costs a pass over the objects' types, and a look at each such dictionary.</remarks>
internal sealed class PairedArrays(ClrRuntime runtime, ObjectGraph graph, FieldReader fields)
{
    // Values, then keys. A FrozenDictionary of int keeps these as the hash codes that they are.
    private static readonly (string Values, string Keys)[] Pairs =
        [("values", "keys"), ("_values", "_keys"), ("_values", "_hashTable.<HashCodes>k__BackingField")];

    private Dictionary<ulong, ulong> KeysByValues => field ??= Find();

    /// <summary>The array with the keys of an array's elements; null when these are no values of such a dictionary.</summary>
    public ClrArray? KeysOf(ulong values) => KeysByValues.TryGetValue(values, out var keys) ? runtime.Heap.GetObject(keys).AsArray() : null;

    private Dictionary<ulong, ulong> Find()
    {
        var keysByValues = new Dictionary<ulong, ulong>();
        var isDictionary = graph.Types.Select(type =>
            type.Name == "System.Collections.SortedList" || type.Name.StartsWith("System.Collections.Generic.SortedList<", StringComparison.Ordinal)
            || (type.Name.StartsWith("System.Collections.Frozen.", StringComparison.Ordinal) && type.Name.Contains("FrozenDictionary", StringComparison.Ordinal))).ToArray();
        var count = isDictionary.Contains(true) ? graph.ObjectCount : 0;
        for (var index = 0; index < count; index++)
        {
            if (!isDictionary[graph.TypeIndexOf(index)] || runtime.Heap.GetObject(graph.AddressOf(index)) is not { Type: not null } dictionary)
            {
                continue;
            }

            foreach (var (values, keys) in Pairs)
            {
                if (fields.ReadObject(dictionary, values) is { IsArray: true } of && fields.ReadObject(dictionary, keys) is { IsArray: true } by)
                {
                    keysByValues.TryAdd(of.Address, by.Address);
                }
            }
        }

        return keysByValues;
    }
}
