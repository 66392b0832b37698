using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Memory;

/// <summary>What the kernel is told about memory before it is touched. Where it does not listen, nothing changes.</summary>
internal static partial class MemoryAdvice
{
    private const int WillNeed = 3;
    private const ulong PageBytes = 4096;

    /// <summary>Has a mapped file read ahead, in the background.</summary>
    public static void ReadAhead(nint start, ulong bytes)
    {
        var first = (ulong)start / PageBytes * PageBytes;
        if (OperatingSystem.IsLinux())
        {
            _ = Advise((nuint)first, (nuint)((ulong)start + bytes - first), WillNeed);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint address, nuint bytes, int advice);
}
