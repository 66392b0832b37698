using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HeapGraph.Core.Targets;

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
    private const int Tried = 16, MostSlow = 1;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1.5);   // clearing one takes a tenth of that

    // A small dump is read before the first large page is cleared.
    private const long WorthIt = 256 << 20;

    private static bool _areAsked;

    /// <summary>Asks for them once, when as much is to be read that it pays.</summary>
    public static void ForArraysOver(HeapTarget target)
    {
        if (_areAsked || !OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            if (BytesOf(target) >= WorthIt)
            {
                _areAsked = true;
                Ask();
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // The target, and whoever reads it says why; or /proc, and small pages do too.
        }
    }

    private static void Ask()
    {
        if (AreAtHand())
        {
            var (start, end) = Reserved();
            _ = Advise((nint)start, (nuint)(end - start), Huge);   // what does not grant them works as before
        }
    }

    /// <summary>Takes some, and gives them back: they are the next ones that the kernel hands out.</summary>
    private static bool AreAtHand()
    {
        const nint Bytes = (Tried + 1) * PageBytes;
        var mapped = Map(0, (nuint)Bytes, ReadWrite, PrivateWithoutFile, -1, 0);
        if (mapped == -1)
        {
            return false;
        }

        var first = (mapped + PageBytes - 1) & -PageBytes;
        var slow = Advise(first, (nuint)(Tried * PageBytes), Huge) == 0 ? 0 : int.MaxValue;
        for (var page = 0; page < Tried && slow <= MostSlow; page++)
        {
            var began = Stopwatch.GetTimestamp();
            *(byte*)(first + page * PageBytes) = 1;
            slow += Stopwatch.GetElapsedTime(began) > Slow ? 1 : 0;
        }

        _ = Unmap(mapped, (nuint)Bytes);
        return slow <= MostSlow;
    }

    private static long BytesOf(HeapTarget target) => target switch
    {
        HeapTarget.DumpFile dump => new FileInfo(dump.Path).Length,
        HeapTarget.LiveProcess live => ResidentBytes(live.ProcessId),
        _ => 0,
    };

    /// <remarks>proc(5), statm: the second number, in pages.</remarks>
    private static long ResidentBytes(int processId) =>
        long.Parse(File.ReadAllText($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

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
