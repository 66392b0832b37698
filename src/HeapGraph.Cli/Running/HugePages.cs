using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HeapGraph.Cli.Running;

/// <summary>Large pages for our own arrays, which are as many as the objects that are read.</summary>
/// <remarks>Arrays that are looked up at random cost a walk through the page tables for almost each look while pages are small, and each small page
/// a fault when it is first touched. Linux gives large pages to those who ask (madvise(2), MADV_HUGEPAGE; transparent huge pages "madvise" or "always"), here
/// for all that the collector has reserved. A virtual machine that has handed its free memory back to its host takes milliseconds for each, longer than
/// small pages cost: there they are left alone.</remarks>
internal static unsafe partial class HugePages
{
    private const int Huge = 14;   // MADV_HUGEPAGE
    private const int ReadWrite = 3, PrivateWithoutFile = 0x22;
    private const nint PageBytes = 2 << 20;
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
                _ = Advise((nint)_reserved.Start, (nuint)(_reserved.End - _reserved.Start), Huge);   // what does not grant them works as before
            }
        }
    }

    /// <summary>Takes as many as will be needed, and gives them back: they are the next ones that the kernel hands out. A tenth of a second per GB.</summary>
    private static bool AreAtHand(long bytes)
    {
        var pages = (nint)(bytes / PageBytes);
        var mapped = Map(0, (nuint)((pages + 1) * PageBytes), ReadWrite, PrivateWithoutFile, -1, 0);
        if (mapped == -1)
        {
            return false;
        }

        var first = (mapped + PageBytes - 1) & -PageBytes;
        var isAtHand = Advise(first, (nuint)(pages * PageBytes), Huge) == 0;
        var slow = 0;
        for (nint page = 0; page < pages && isAtHand; page++)
        {
            var began = Stopwatch.GetTimestamp();
            *(byte*)(first + page * PageBytes) = 1;
            slow += Stopwatch.GetElapsedTime(began) > Slow ? 1 : 0;
            isAtHand = slow <= 1 + page / 32;   // a thread that had to wait for a core says nothing
        }

        _ = Unmap(mapped, (nuint)((pages + 1) * PageBytes));
        return isAtHand;
    }

    /// <summary>The mappings around an object of ours that follow one another without a gap and have no file: what the collector has reserved.</summary>
    private static (ulong Start, ulong End) Reserved()
    {
        var pinned = GC.AllocateUninitializedArray<byte>(1, pinned: true);
        var inside = (ulong)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
        (ulong Start, ulong End) chain = default;
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            // 7f12a000-7f12b000 rw-p 00000000 00:00 0
            var (dash, space) = (line.IndexOf('-', StringComparison.Ordinal), line.IndexOf(' ', StringComparison.Ordinal));
            var (start, end) = (Hex(line.AsSpan(0, dash)), Hex(line.AsSpan(dash + 1, space - dash - 1)));
            if (!line.AsSpan(space).TrimEnd().EndsWith(" 00:00 0"))
            {
                continue;
            }

            if (start != chain.End)
            {
                if (chain.Start <= inside && inside < chain.End)
                {
                    return chain;
                }

                chain.Start = start;
            }

            chain.End = end;
        }

        return chain.Start <= inside && inside < chain.End ? chain : default;
    }

    private static ulong Hex(ReadOnlySpan<char> digits) => ulong.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint bytes, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint bytes);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint bytes, int advice);
}
