using System.Collections.Concurrent;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Values;

/// <summary>What holds for all objects of a type, found when the first one is met.</summary>
/// <remarks>Any number of threads may ask. Mostly the next object is of the same type as the one before.</remarks>
/// <param name="image">The target's memory.</param>
/// <param name="find">Finds it by an object's address.</param>
internal sealed class ByMethodTable<T>(MemoryImage image, Func<ulong, T> find)
    where T : class
{
    private readonly ConcurrentDictionary<ulong, Known> _known = new();
    private Known? _last;

    /// <summary>What holds for an object; null when it can't be read.</summary>
    public T? Of(ulong address)
    {
        if (!image.TryRead(address, out ulong word))
        {
            return null;
        }

        var methodTable = word & MethodTableFacts.AddressMask;
        var last = Volatile.Read(ref _last);
        if (last?.MethodTable != methodTable)
        {
            Volatile.Write(ref _last, last = _known.GetOrAdd(methodTable, _ => new Known(methodTable, find(address))));
        }

        return last.Found;
    }

    private sealed record Known(ulong MethodTable, T Found);
}
