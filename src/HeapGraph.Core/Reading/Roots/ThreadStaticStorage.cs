using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>The array from which a thread's static fields hang, all of them.</summary>
/// <remarks>A native Thread points at its ThreadLocalData (vm/threadstatics.h, since .NET 9), which holds the array and
/// points back at the Thread: that proves a find. Tries some hundred words per thread.</remarks>
internal static class ThreadStaticStorage
{
    private const ulong MaxThreadBytes = 0x1000;
    private const ulong Array = 8, Owner = 24;   // in a ThreadLocalData

    public static void Read(ClrRuntime runtime, MemoryImage image, RootList roots, ThreadNames names)
    {
        foreach (var thread in runtime.Threads.Where(thread => thread.IsAlive))
        {
            for (var at = 0UL; at < MaxThreadBytes; at += 8)
            {
                if (image.TryRead(thread.Address + at, out ulong data) && data != 0 && (data & 7) == 0
                    && image.TryRead(data + Owner, out ulong owner) && owner == thread.Address
                    && image.TryRead(data + Array, out ulong array) && roots.Addresses.IndexOf(array) >= 0)
                {
                    roots.Add(HeapRootKind.ThreadStatic, array, RootName.OfField("storage", names.Of(thread)), data + Array);
                    break;
                }
            }
        }
    }
}
