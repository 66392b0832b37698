using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names;

namespace HeapGraph.Core.Reading.Roots.ThreadStatics;

/// <summary>The array from which a thread's static fields hang, all but those of collectible types.</summary>
internal static class ThreadStaticStorage
{
    public static void Read(ThreadStaticFields fields, RootList roots, ThreadNames names)
    {
        foreach (var (thread, data) in fields.Threads)
        {
            if (data is not null)
            {
                roots.Add(HeapRootKind.ThreadStatic, data.Array, RootName.OfField("storage", names.Of(thread)), data.ArraySlot);
            }
        }
    }
}
