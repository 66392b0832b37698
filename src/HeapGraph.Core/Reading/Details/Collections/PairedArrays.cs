using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details.Collections;

/// <summary>Dictionaries that keep their keys in one array and their values, in the same order, in another:
/// SortedList, FrozenDictionary.</summary>
/// <remarks>The first question costs a pass over the objects' types, and a look at each such dictionary.</remarks>
internal sealed class PairedArrays(ClrRuntime runtime, ObjectGraph graph, FieldReader fields)
{
    private Dictionary<ulong, ulong> KeysByValues => field ??= Find();

    /// <summary>The array with the keys of an array's elements; null when these are no values of such a dictionary.</summary>
    public ClrArray? KeysOf(ulong values) => KeysByValues.TryGetValue(values, out var keys) ? runtime.Heap.GetObject(keys).AsArray() : null;

    private Dictionary<ulong, ulong> Find()
    {
        var keysByValues = new Dictionary<ulong, ulong>();
        var dictionaries = graph.Types.Select(type => FrameworkCollections.Owns(type.Name) && FrameworkCollections.OfRuntime(type.Name) is { Pairs.Count: > 0 } found ? found : null).ToArray();
        var count = Array.Exists(dictionaries, known => known is not null) ? graph.ObjectCount : 0;
        for (var index = 0; index < count; index++)
        {
            if (dictionaries[graph.TypeIndexOf(index)] is not { } known || runtime.Heap.GetObject(graph.AddressOf(index)) is not { Type: not null } dictionary)
            {
                continue;
            }

            foreach (var (values, keys) in known.Pairs)
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
