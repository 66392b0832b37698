namespace HeapGraph.Core.Reading.Walking;

/// <summary>How many objects there are, and their bytes, by the index of the MethodTable.</summary>
internal sealed class ObjectTally
{
    public long[] ObjectsByMethodTable { get; private set; } = new long[1024];

    /// <summary>Bytes of the objects that have a length, as the runtime counts them; 0 for MethodTables of fixed size.</summary>
    public long[] VariableBytesByMethodTable { get; private set; } = new long[1024];

    public void MakeRoomFor(int methodTableIndex)
    {
        if (methodTableIndex >= ObjectsByMethodTable.Length)
        {
            var length = Math.Max(methodTableIndex + 1, ObjectsByMethodTable.Length * 2);
            ObjectsByMethodTable = Resized(ObjectsByMethodTable, length);
            VariableBytesByMethodTable = Resized(VariableBytesByMethodTable, length);
        }
    }

    public void Add(ObjectTally other) => Combine(other, 1);

    public void Remove(ObjectTally other) => Combine(other, -1);

    /// <summary>Bytes of all objects of a MethodTable.</summary>
    public long BytesOf(MethodTableFacts facts) => facts.Index >= ObjectsByMethodTable.Length ? 0
        : facts.HasLength ? VariableBytesByMethodTable[facts.Index]
        : ObjectsByMethodTable[facts.Index] * facts.Layout.BytesOf(0);

    /// <summary>Number of objects of a MethodTable.</summary>
    public long CountOf(MethodTableFacts facts) => facts.Index >= ObjectsByMethodTable.Length ? 0 : ObjectsByMethodTable[facts.Index];

    private void Combine(ObjectTally other, int sign)
    {
        MakeRoomFor(other.ObjectsByMethodTable.Length - 1);
        for (var index = 0; index < other.ObjectsByMethodTable.Length; index++)
        {
            ObjectsByMethodTable[index] += sign * other.ObjectsByMethodTable[index];
            VariableBytesByMethodTable[index] += sign * other.VariableBytesByMethodTable[index];
        }
    }

    private static long[] Resized(long[] array, int length)
    {
        Array.Resize(ref array, length);
        return array;
    }
}
