using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Graph.Names.Frameworks.Holders;
using HeapGraph.Core.Inspections.Words;

namespace HeapGraph.Core.Inspections.Rules.Waste;

/// <summary>Whose byte arrays are buffers: what stands in them is left over, and equal contents are no copies of anything.</summary>
internal sealed class BufferHolders(InspectedHeap heap)
{
    private readonly Dictionary<int, Buffers> _byType = [];

    private enum Buffers
    {
        None,
        Round,
        All,
    }

    /// <summary>Whether an array is a buffer by the type of what dominates it.</summary>
    /// <param name="holder">The type, by index; negative for none.</param>
    /// <param name="array">The array, or a string.</param>
    public bool Hold(int holder, int array) => holder >= 0 && heap.Graph.TypeOf(array).Traits.HasFlag(HeapTypeTraits.Array) && Of(holder) switch
    {
        Buffers.All => true,
        Buffers.Round => BufferWords.IsRound(heap.Graph.LengthOf(array)),
        _ => false,
    };

    /// <summary>Whether an array is a buffer by what the shortest chain to it shows: a search, for few.</summary>
    public static bool IsBuffer(InspectedHeap heap, int array) =>
        heap.Graph.TypeOf(array).Traits.HasFlag(HeapTypeTraits.Array) && heap.ChainTo(array) is { Steps: [.., var above, var last] }
        && (FrameworkPools.HoldsBuffers(above.Type) || last.Via.Any(label => label.Name.EndsWith(FrameworkPools.OfMemory, StringComparison.Ordinal))
            || (BufferWords.IsRound(heap.Graph.LengthOf(array)) && IsRoundOf(above.Type)));

    private Buffers Of(int holder)
    {
        if (!_byType.TryGetValue(holder, out var buffers))
        {
            var type = heap.Graph.Types[holder];
            _byType[holder] = buffers = FrameworkPools.HoldsBuffers(type) || IsMemoryManager(holder) ? Buffers.All : IsRoundOf(type) ? Buffers.Round : Buffers.None;
        }

        return buffers;
    }

    private static bool IsRoundOf(HeapType type) => FrameworkNames.Owns(type) || FrameworkNames.IsCollection(type) || BufferWords.IsBuffer(type);

    private bool IsMemoryManager(int type) =>
        !FrameworkNames.Owns(heap.Graph.Types[type]) && heap.ObjectsOf(type) is [var first, ..] && heap.Contents?.BaseTypesOf(first).Any(FrameworkPools.IsOwner) == true;
}
