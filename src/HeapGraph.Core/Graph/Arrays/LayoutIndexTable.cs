namespace HeapGraph.Core.Graph.Arrays;

/// <summary>Which of the layouts each object has.</summary>
/// <remarks>2 bytes per object, 4 where there are more than 65,536 layouts. Never changes once a graph has it.</remarks>
internal sealed class LayoutIndexTable
{
    private readonly ushort[] _few = [];
    private readonly int[]? _many;

    /// <summary>A table to be filled.</summary>
    public LayoutIndexTable(int objects, int layouts)
    {
        Count = objects;
        if (layouts <= ushort.MaxValue + 1)
        {
            _few = GC.AllocateUninitializedArray<ushort>(objects);
        }
        else
        {
            _many = GC.AllocateUninitializedArray<int>(objects);
        }
    }

    /// <summary>Number of objects.</summary>
    public int Count { get; }

    public int this[int objectIndex]
    {
        get => _many is null ? _few[objectIndex] : _many[objectIndex];
        set
        {
            if (_many is null)
            {
                _few[objectIndex] = (ushort)value;
            }
            else
            {
                _many[objectIndex] = value;
            }
        }
    }

    public static LayoutIndexTable Of(int[] layoutIndexByObject, int layouts)
    {
        var table = new LayoutIndexTable(layoutIndexByObject.Length, layouts);
        for (var index = 0; index < layoutIndexByObject.Length; index++)
        {
            table[index] = layoutIndexByObject[index];
        }

        return table;
    }
}
