using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

static class Wrappers
{
    public const int BytesEach = 1 << 20;

    static readonly List<NativeBuffer> Kept = [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Make(int count, bool isKept)
    {
        for (var made = 0; made < count; made++)
        {
            var buffer = new NativeBuffer();
            if (isKept)
            {
                Kept.Add(buffer);
            }
        }

        Known.Say("wrappers", ("bytes", (long)count * BytesEach), ("count", count));
    }
}

sealed unsafe class NativeBuffer() : SafeHandle(CLibraryMemory.Touched(Wrappers.BytesEach), ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
