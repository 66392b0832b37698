using HeapGraph.Core.Graph;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>All objects of a heap.</summary>
internal sealed class WalkedObjects(WalkedDump dump, ObjectGraph graph) : IThreadObjects
{
    private const int ObjectsPerTick = 0xFFFFF;

    public int Count => graph.ObjectCount;

    public HeapType? TypeOf(ulong address) => graph.Addresses.IndexOf(address) is >= 0 and var index ? graph.TypeOf(index) : null;

    public IEnumerable<ulong> OfTypes(Func<string, bool> isWanted, Action<int>? tick)
    {
        var wanted = graph.Types.Select(type => isWanted(type.Name)).ToArray();
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if ((index & ObjectsPerTick) == 0)
            {
                tick?.Invoke(index);
            }

            if (wanted[graph.TypeIndexOf(index)])
            {
                yield return graph.AddressOf(index);
            }
        }
    }

    public IEnumerable<ulong> WithOwners(CancellationToken cancellation) => LockWords.Find(dump.Walk, dump.Image, cancellation);
}
