using System.Diagnostics;
using System.Runtime.InteropServices;
using HeapGraph.Core.Reading.Live.Linux;
using HeapGraph.Core.Reading.Live.Linux.Proc;

namespace HeapGraph.Cli.Running;

/// <summary>Huge pages for our own arrays, which are as long as there are objects to read.</summary>
/// <remarks>Arrays that are looked up at random cost a walk through the page tables for almost each look while pages are small, and each small page
/// a fault when it is first touched. Linux gives huge ones to those who ask (madvise(2), MADV_HUGEPAGE; transparent huge pages "madvise" or "always"), here
/// for all that the collector has reserved. A virtual machine that has handed its free memory back to its host takes milliseconds for each, longer than
/// small pages cost: there they are left alone.</remarks>
internal static unsafe class HugePages
{
    private const nint PageBytes = (nint)LinuxCalls.HugePageBytes;
    private const long WorthIt = 32 << 20, MostTried = 1 << 30;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1.5);   // clearing one takes a tenth of that

    private static (ulong Start, ulong End) _reserved;
    private static bool _areAsked;

    /// <summary>Finds where our arrays are made: without rights /proc can't be asked any more.</summary>
    public static void FindOurHeap()
    {
        if (OperatingSystem.IsLinux() && _reserved.End == 0)
        {
            try
            {
                _reserved = Reserved();
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // Small pages do too.
            }
        }
    }

    /// <summary>Asks for them once, when so much will be needed that it pays.</summary>
    /// <param name="bytes">What arrays will take.</param>
    public static void ForArraysOf(long bytes)
    {
        if (!_areAsked && _reserved.End > 0 && bytes >= WorthIt)
        {
            _areAsked = true;
            if (AreAtHand(Math.Min(bytes, MostTried)))
            {
                // What does not grant them works as before.
                _ = LinuxCalls.Advise((nint)_reserved.Start, (nuint)(_reserved.End - _reserved.Start), LinuxCalls.HugePages);
            }
        }
    }

    /// <summary>Takes as many as will be needed, and gives them back: they are the next ones that the kernel hands out. A tenth of a second per GB.</summary>
    private static bool AreAtHand(long bytes)
    {
        var pages = (nint)(bytes / PageBytes);
        var mapped = LinuxCalls.Map(0, (nuint)((pages + 1) * PageBytes), LinuxCalls.ReadWrite, LinuxCalls.PrivateWithoutFile, -1, 0);
        if (mapped == -1)
        {
            return false;
        }

        var first = (mapped + PageBytes - 1) & -PageBytes;
        var isAtHand = LinuxCalls.Advise(first, (nuint)(pages * PageBytes), LinuxCalls.HugePages) == 0;
        var slow = 0;
        for (nint page = 0; page < pages && isAtHand; page++)
        {
            var began = Stopwatch.GetTimestamp();
            *(byte*)(first + page * PageBytes) = 1;
            slow += Stopwatch.GetElapsedTime(began) > Slow ? 1 : 0;
            isAtHand = slow <= 1 + page / 32;   // a thread that had to wait for a core says nothing
        }

        _ = LinuxCalls.Unmap(mapped, (nuint)((pages + 1) * PageBytes));
        return isAtHand;
    }

    /// <summary>The stretch of mappings around an object of ours: what the collector has reserved.</summary>
    private static (ulong Start, ulong End) Reserved()
    {
        var inside = (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(GC.AllocateUninitializedArray<byte>(1, pinned: true), 0);
        return MemoryMapping.ChainsIn(MemoryMapping.In(File.ReadAllText(ProcPath.OfThisProcess("maps"))))
            .FirstOrDefault(chain => chain.Start <= inside && inside < chain.End);
    }
}
