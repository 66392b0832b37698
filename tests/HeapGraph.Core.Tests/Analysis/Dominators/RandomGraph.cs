using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Arrays;

namespace HeapGraph.Core.Tests.Analysis.Dominators;

/// <summary>Graphs of objects with a few types and sizes, the same for the same seed.</summary>
internal static class RandomGraph
{
    /// <summary>A small graph of any shape: sparse to dense, near or far references, with self references, parallel
    /// references, cycles, garbage, and no root to several.</summary>
    public static ObjectGraph Small(int seed)
    {
        var random = new Random(seed);
        var count = 1 + random.Next(1 + seed % 200);
        var reach = 1 + random.Next(count);
        var references = new (int From, int To)[random.Next(3 * count)];
        for (var index = 0; index < references.Length; index++)
        {
            var from = random.Next(count);
            references[index] = (from, random.Next(10) switch
            {
                0 => from,
                1 when index > 0 => references[index - 1].To,
                _ => Math.Clamp(from + random.Next(-reach, reach + 1), 0, count - 1),
            });
        }

        return Of(count, references, Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(count)), random);
    }

    /// <summary>A large graph in which most objects are reachable, by several ways.</summary>
    public static ObjectGraph Large(int count, int seed)
    {
        var random = new Random(seed);
        var references = new (int From, int To)[count * 2];
        for (var index = 0; index < references.Length; index++)
        {
            var from = random.Next(count);
            references[index] = (from, index % 8 == 0 ? random.Next(count) : Math.Min(count - 1, random.Next(from, from + 50)));
        }

        return Of(count, references, Enumerable.Range(0, 20).Select(root => root * (count / 20)), random);
    }

    /// <summary>A graph with the given references, in their order.</summary>
    public static ObjectGraph Of(int count, (int From, int To)[] references, IEnumerable<int> roots, Random? random = null)
    {
        var offsets = new int[count + 1];
        Array.ForEach(references, reference => offsets[reference.From + 1]++);
        for (var index = 0; index < count; index++)
        {
            offsets[index + 1] += offsets[index];
        }

        var filled = offsets.ToArray();
        var targets = new int[references.Length];
        Array.ForEach(references, reference => targets[filled[reference.From]++] = reference.To);
        var table = new EdgeTable(offsets, targets);
        HeapType[] types = [.. Enumerable.Range(0, 5).Select(type => new HeapType($"Space{type % 2}.T{type}", $"T{type}", $"Lib{type % 3}"))];
        return new ObjectGraphBuilder(
            AddressTable.Of([.. Enumerable.Range(0, count).Select(index => 0x1000UL + 64 * (ulong)index)]),
            types,
            [.. Enumerable.Range(0, types.Length)],
            [.. Enumerable.Range(0, types.Length).Select(type => new ObjectLayout(24, (uint)type))],
            [.. Enumerable.Range(0, count).Select(_ => random?.Next(types.Length) ?? 0)],
            [.. Enumerable.Range(0, count).Select(_ => (uint)(random?.Next(8) ?? 0))])
        {
            References = table,
            Referrers = table.Reversed(),
            Roots = [.. roots.Select((root, number) => new HeapRoot(HeapRootKind.StrongHandle, root, null, 8 * (ulong)number))],
        }.Build();
    }
}
