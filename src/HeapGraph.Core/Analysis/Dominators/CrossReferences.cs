namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>References to objects that were found by another one, as a linked list per object.</summary>
/// <remarks>8 bytes each, in pieces, so that growing copies nothing.</remarks>
/// <param name="most">How many there can be.</param>
internal sealed class CrossReferences(long most)
{
    private const int PieceBits = 16;
    private const int PieceMask = (1 << PieceBits) - 1;

    private readonly CrossReference[]?[] _pieces = new CrossReference[(most >> PieceBits) + 1][];
    private int _count;

    /// <summary>The reference with a number that <see cref="Add"/> gave.</summary>
    public ref readonly CrossReference this[int number] => ref _pieces[number >> PieceBits]![number & PieceMask];

    /// <summary>Puts a reference before those that its target has.</summary>
    /// <param name="source">Visit of the object that refers to the target.</param>
    /// <param name="next">The number of the target's first reference so far, 0 for none.</param>
    /// <returns>The number of the new one, never 0.</returns>
    public int Add(int source, int next)
    {
        var number = ++_count;
        ref var piece = ref _pieces[number >> PieceBits];
        piece ??= GC.AllocateUninitializedArray<CrossReference>(1 << PieceBits);
        piece[number & PieceMask] = new CrossReference(source, next);
        return number;
    }
}

/// <summary>One reference.</summary>
/// <param name="Source">Visit of the object that refers.</param>
/// <param name="Next">The number of the next reference to the same target, 0 for none.</param>
internal readonly record struct CrossReference(int Source, int Next);
