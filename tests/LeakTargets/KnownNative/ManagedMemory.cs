using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

static class ManagedMemory
{
    const int Megabyte = 1 << 20;

    static readonly List<GCHandle> Pins = [];

    // They get old while something refers to them; then nothing does, and nothing is allocated that would bring a collection.
    public static void LeaveGarbage(int megabytes)
    {
        var bytes = Aged(megabytes);
        Known.Say("garbage", ("bytes", bytes), ("collections", GC.CollectionCount(2)));
    }

    public static void Empty(int megabytes)
    {
        var bytes = Aged(megabytes);
        GC.Collect();
        Known.Say("kept", ("bytes", bytes), ("left", GC.GetTotalMemory(false)));
    }

    // Not compacted, so that the pinned arrays stay where they are among the free space.
    public static void Fragment(int pinned)
    {
        var free = AmongOthers(pinned);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
        Known.Say("pinned", ("bytes", free), ("pinned", (long)pinned * 4096), ("count", pinned));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long Aged(int megabytes)
    {
        var kept = new List<byte[]>();
        long bytes = 0;
        while (bytes < (long)megabytes * Megabyte)
        {
            var item = new byte[10_000];
            item.AsSpan().Fill(1);
            kept.Add(item);
            bytes += item.Length + 24;
        }

        GC.Collect();
        GC.Collect();
        GC.KeepAlive(kept);
        return bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static long AmongOthers(int pinned)
    {
        const int Others = 20, OtherBytes = 10_216;   // 20 * 10,240 bytes with their headers
        var kept = new List<byte[]>();
        for (var index = 0; index < pinned; index++)
        {
            Pins.Add(GCHandle.Alloc(new byte[4096], GCHandleType.Pinned));
            for (var other = 0; other < Others; other++)
            {
                var item = new byte[OtherBytes];
                item.AsSpan().Fill(1);
                kept.Add(item);
            }
        }

        GC.Collect();
        GC.Collect();
        GC.KeepAlive(kept);
        return (long)pinned * Others * (OtherBytes + 24);
    }
}
