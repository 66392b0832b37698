// 150 Thumbnail objects of 56 bytes, each with 1 MB of native memory: a small heap in a large process. Each step adds 20.
//
//   static Gallery.Recent -> List<Thumbnail> -> Thumbnail (finalizer) -> _pixels: a pointer out of the heap
using System.Runtime.InteropServices;

Gallery.Show(150);
TargetConsole.Serve(args, () => Gallery.Show(20));

static class Gallery
{
    static readonly List<Thumbnail> Recent = [];

    public static int Show(int count)
    {
        for (var shown = 0; shown < count; shown++)
        {
            Recent.Add(new Thumbnail($"photo-{Recent.Count}.jpg"));
        }

        return Recent.Count;
    }
}

sealed unsafe class Thumbnail : IDisposable
{
    const int Bytes = 1 << 20;

    nint _pixels = (nint)NativeMemory.Alloc(Bytes);

    public Thumbnail(string file)
    {
        File = file;
        new Span<byte>((void*)_pixels, Bytes).Fill(0x80);
    }

    ~Thumbnail() => Free();

    public string File { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Free()
    {
        NativeMemory.Free((void*)_pixels);
        _pixels = 0;
    }
}
