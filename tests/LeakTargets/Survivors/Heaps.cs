// Objects of the large and of the pinned heap.
using System.Runtime.InteropServices;

namespace Survivors;

static class Heaps
{
    static readonly List<object> Kept = [];

    public static void Make() => Watch.Apart(() =>
    {
        Kept.Add(Watch.That("large array", new byte[200_000]));
        Watch.That("large array that was dropped", new byte[200_000]);
        var large = new object[50_000];
        large[40_000] = Watch.New("element of a large array");
        Kept.Add(large);
        Kept.Add(Watch.That("pinned array", GC.AllocateArray<byte>(1_000, pinned: true)));
        Watch.That("pinned array that was dropped", GC.AllocateArray<byte>(1_000, pinned: true));
        Kept.Add(GCHandle.Alloc(Watch.That("large array that a handle pins", new byte[200_000]), GCHandleType.Pinned));
        var structs = new (long, object?)[10];
        structs[5] = (1, Watch.New("element of an array of structs"));
        Kept.Add(structs);
        Kept.Add(new WeakReference(Watch.That("large array that is only weakly held", new byte[200_000])));
    });
}
