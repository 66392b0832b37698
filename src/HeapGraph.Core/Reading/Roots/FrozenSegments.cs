using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>The segments whose objects the collector takes to be alive without being asked: literals, and since .NET 8 the Type objects
/// of types that can't be unloaded.</summary>
/// <remarks>Source: IsPromoted in gc/gc.cpp, true for all that stands outside the collector's own range. Nothing in them refers to
/// anything outside.</remarks>
internal sealed class FrozenSegments(HeapWalk walk)
{
    private readonly HeapPiece[] _pieces = [.. walk.Pieces.Where(piece => piece.Segment.Generation == HeapGeneration.Frozen)];

    public bool Contains(ulong address) => Array.Exists(_pieces, piece => piece.Start <= address && address < piece.End);

    /// <summary>Makes each object a root of its own.</summary>
    public void Read(RootList roots)
    {
        foreach (var piece in _pieces)
        {
            for (var index = roots.Addresses.IndexAtOrBefore(piece.End - 1); index >= 0 && roots.Addresses.AddressOf(index) is var address && address >= piece.Start; index--)
            {
                roots.Add(HeapRootKind.Frozen, address, null, address);
            }
        }
    }
}
