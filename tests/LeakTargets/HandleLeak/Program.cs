// 500 Frame objects, each held by a strong GC handle that is never freed, and 300 byte[] that are pinned; each step adds
// 50 of both.
//
//   strong handle -> Frame -> byte[256]      pinned handle -> byte[1000]
using System.Runtime.InteropServices;

Frames.Keep(500);
Frames.Pin(300);
TargetConsole.Serve(args, () => Frames.Keep(50) + Frames.Pin(50));

static class Frames
{
    public static int Keep(int count)
    {
        for (var kept = 0; kept < count; kept++)
        {
            GCHandle.Alloc(new Frame());
        }

        return count;
    }

    public static int Pin(int count)
    {
        for (var pinned = 0; pinned < count; pinned++)
        {
            GCHandle.Alloc(new byte[1000], GCHandleType.Pinned);
        }

        return count;
    }
}

class Frame
{
    public byte[] Pixels = new byte[256];
}
