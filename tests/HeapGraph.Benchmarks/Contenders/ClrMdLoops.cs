using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Benchmarks.Contenders;

/// <summary>What a program does that asks ClrMD alone. The dump is mapped and read without locks, and the DAC is given,
/// as HeapGraph does too.</summary>
internal static class ClrMdLoops
{
    /// <summary>Every object, counted by type with its bytes.</summary>
    public static void CountObjects(string path)
    {
        using var dump = OpenedDump.Open(path, null);
        var heap = dump.Runtime.Heap;
        var counts = new Dictionary<ulong, (long Objects, ulong Bytes)>();
        foreach (var item in heap.EnumerateObjects())
        {
            if (item.Type is { IsFree: false } type)
            {
                ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, type.MethodTable, out _);
                count = (count.Objects + 1, count.Bytes + item.Size);
            }
        }

        foreach (var (type, (objects, bytes)) in counts.OrderByDescending(pair => pair.Value.Objects).Take(10))
        {
            Console.WriteLine($"{objects} {bytes} {heap.GetTypeByMethodTable(type)?.Name}");
        }

        Console.WriteLine($"objects {counts.Values.Sum(count => count.Objects)}");
    }

    /// <summary>Every reference of every object, as objects with their types.</summary>
    public static void FollowReferences(string path) => FollowReferences(path, item => item.EnumerateReferences().LongCount());

    /// <summary>Every reference of every object, as plain addresses: the fastest way of ClrMD to an object's referrers.</summary>
    public static void FollowReferenceAddresses(string path) => FollowReferences(path, item => item.EnumerateReferenceAddresses().LongCount());

    /// <summary>A search from the roots for an object that is nowhere, which visits every reachable object once.</summary>
    public static void SearchFromRoots(string path)
    {
        using var dump = OpenedDump.Open(path, null);
        var search = new GCRoot(dump.Runtime.Heap, [1UL]);
        Console.WriteLine($"paths {search.EnumerateRootPaths().Count()}");
    }

    private static void FollowReferences(string path, Func<ClrObject, long> count)
    {
        using var dump = OpenedDump.Open(path, null);
        var (objects, references) = (0L, 0L);
        foreach (var item in dump.Runtime.Heap.EnumerateObjects())
        {
            if (!item.IsFree)
            {
                objects++;
                references += count(item);
            }
        }

        Console.WriteLine($"objects {objects}\nreferences {references}");
    }
}
