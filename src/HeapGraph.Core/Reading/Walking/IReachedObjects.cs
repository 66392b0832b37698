namespace HeapGraph.Core.Reading.Walking;

/// <summary>Which objects of a walked heap are kept alive by roots.</summary>
internal interface IReachedObjects
{
    /// <summary>Whether roots keep an object alive.</summary>
    bool IsReached(int objectIndex);

    /// <summary>Bytes that an object takes where it lies, with what aligns the one behind it.</summary>
    long BytesOf(int objectIndex);

    /// <summary>Bytes of the objects that start in a piece and that no root keeps alive.</summary>
    long UnreachableBytesIn(HeapPiece piece);
}
