using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>Native memory that holds a copy of a stretch of the target.</summary>
internal sealed unsafe class MemoryCopy(nuint bytes) : IDisposable
{
    public byte* Pointer { get; private set; } = (byte*)NativeMemory.Alloc(bytes);

    public void Dispose()
    {
        NativeMemory.Free(Pointer);
        Pointer = null;
    }
}
