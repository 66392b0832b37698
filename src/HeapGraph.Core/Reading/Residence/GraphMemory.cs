using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Residence;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Residence;

/// <summary>Whose the memory of a process is of which there is a graph.</summary>
/// <param name="target">The dump or process, as the user named it.</param>
/// <param name="dump">The walked heap.</param>
/// <param name="graph">Its graph.</param>
internal sealed class GraphMemory(string target, WalkedDump dump, ObjectGraph graph) : IHeapMemory
{
    public ReadMemory Read(Func<int, bool> isReachable, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        var (objects, bytes, all) = (new long[graph.Types.Count], new long[graph.Types.Count], new long[graph.Types.Count]);
        var unreachable = new Dictionary<HeapPiece, long>();
        var (pieces, next, near) = (dump.Walk.Pieces, 0, 0);
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            var type = graph.TypeIndexOf(index);
            all[type]++;
            if (isReachable(index))
            {
                objects[type]++;
                bytes[type] += graph.BytesOf(index);
                continue;
            }

            var address = graph.Addresses.AddressOf(index, ref near);
            while (next + 1 < pieces.Count && pieces[next].End <= address)
            {
                next++;
                cancellation.ThrowIfCancellationRequested();
            }

            unreachable[pieces[next]] = unreachable.GetValueOrDefault(pieces[next]) + Aligned(graph.BytesOf(index));
        }

        progress?.Report(new HeapReadProgress("Finding owners of memory", 0, 0, "") { IsInDac = true });
        return MemoryReader.Read(
            dump, new Reached(graph, isReachable, unreachable), new HeapTypeCounts(target, graph.Types, objects, bytes, graph.Coverage), all, new RootedObjects(graph.Roots, graph.Types.Count, graph.TypeIndexOf), cancellation);
    }

    private static long Aligned(long bytes) => (bytes + 7) & ~7L;

    private sealed class Reached(ObjectGraph graph, Func<int, bool> isReachable, Dictionary<HeapPiece, long> unreachable) : IReachedObjects
    {
        public bool IsReached(int objectIndex) => isReachable(objectIndex);

        public long BytesOf(int objectIndex) => Aligned(graph.BytesOf(objectIndex));

        public long UnreachableBytesIn(HeapPiece piece) => unreachable.GetValueOrDefault(piece);
    }
}
