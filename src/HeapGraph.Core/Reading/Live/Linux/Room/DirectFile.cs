using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux.Room;

/// <summary>Writes gigabytes of memory to an open file, as fast as its disk allows.</summary>
/// <remarks>Large pieces go to the disk directly: no second copy in memory, and no waiting until the kernel has written back what
/// others have left there. A disk that is slower than memory's copy is left to the kernel, which writes on when we have ended.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe class DirectFile : IDisposable
{
    private const long Piece = 8 << 20;
    private const int WorthDirect = 1 << 20;
    private const int WorthHole = 64 << 10;
    private const double SlowBytesPerSecond = 300e6;
    private const int SetFlags = 4, GetFlags = 3;

    private static readonly int Direct = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x10000 : 0x4000;
    private static readonly int PageBytes = (int)OwnPages.PageBytes;

    private readonly SafeFileHandle _cached;
    private readonly SafeFileHandle? _direct;
    private long _directBytes;
    private long _directTicks;

    /// <param name="file">The file, open for writing; whoever opened it closes it.</param>
    /// <param name="bytes">Its length.</param>
    public DirectFile(SafeFileHandle file, long bytes)
    {
        _cached = file;
        RandomAccess.SetLength(file, bytes);
        _direct = OpenedDirectly(file);
    }

    private bool IsDirectWorthIt =>
        _direct is not null && Volatile.Read(ref _directBytes) is var bytes
        && (bytes < Piece || bytes >= SlowBytesPerSecond * Volatile.Read(ref _directTicks) / Stopwatch.Frequency);

    /// <summary>Takes room on the disk, where the file system can.</summary>
    /// <returns>False when there is not enough.</returns>
    public bool Reserve(long start, long end)
    {
        const int NoSpace = 28;
        return LinuxCalls.Allocate(_cached, 0, start, end - start) == 0 || Marshal.GetLastPInvokeError() != NoSpace;
    }

    /// <summary>Writes bytes; many of them directly, when they and their place begin and end with pages.</summary>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.Length >= WorthDirect && IsDirectWorthIt)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                RandomAccess.Write(_direct!, bytes, offset);
                Interlocked.Add(ref _directTicks, Stopwatch.GetTimestamp() - began);
                Interlocked.Add(ref _directBytes, bytes.Length);
                return;
            }
            catch (IOException)
            {
                // Not every file system can, and a full disk shows again.
                Interlocked.Add(ref _directTicks, long.MaxValue / 16);
                Interlocked.Add(ref _directBytes, Piece);
            }
        }

        RandomAccess.Write(_cached, bytes, offset);
    }

    /// <summary>Writes stretches of memory that begin and end with pages. Pages of zeros are left out where there are many.</summary>
    /// <param name="memory">The first byte.</param>
    /// <param name="stretches">Places in memory and in the file, and how many bytes.</param>
    /// <param name="written">Told of each piece that is written, by its start and end in memory; by several threads at once.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Write(byte* memory, IEnumerable<(long From, long To, long Bytes)> stretches, Action<long, long> written, CancellationToken cancellation)
    {
        var pieces =
            from stretch in stretches
            from number in Enumerable.Range(0, (int)((stretch.Bytes + Piece - 1) / Piece))
            let at = number * Piece
            select (From: stretch.From + at, To: stretch.To + at, Bytes: (int)Math.Min(Piece, stretch.Bytes - at));
        // One looks for zeros while another waits for the disk.
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, 4) };
        try
        {
            Parallel.ForEach(pieces, options, piece =>
            {
                WriteWithoutZeros(memory + piece.From, piece.To, piece.Bytes);
                written(piece.From, piece.From + piece.Bytes);
            });
        }
        catch (AggregateException failed) when (failed.InnerException is IOException)
        {
            throw new IOException(failed.InnerException.Message, failed.InnerException);
        }
    }

    public void Dispose() => _direct?.Dispose();

    /// <summary>The file opened once more, past the kernel's cache; null where that can't be, as with files in memory.</summary>
    private static SafeFileHandle? OpenedDirectly(SafeFileHandle file)
    {
        try
        {
            var second = File.OpenHandle(DescriptorPath.Of(file), access: FileAccess.Write, share: FileShare.ReadWrite);
            if (LinuxCalls.Control(second, SetFlags, LinuxCalls.Control(second, GetFlags, 0) | Direct) == 0)
            {
                return second;
            }

            second.Dispose();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Then all of it goes through the cache.
        }

        return null;
    }

    private void WriteWithoutZeros(byte* from, long to, int bytes)
    {
        for (var start = 0; start < bytes;)
        {
            start += Zeros(from + start, bytes - start);
            var (end, zeros) = (start, 0);
            while (end < bytes && zeros < WorthHole)
            {
                var page = Math.Min(PageBytes, bytes - end);
                zeros = new ReadOnlySpan<byte>(from + end, page).ContainsAnyExcept((byte)0) ? 0 : zeros + page;
                end += page;
            }

            if (end - zeros > start)
            {
                Write(new ReadOnlySpan<byte>(from + start, end - zeros - start), to + start);
            }

            start = end;
        }
    }

    private static int Zeros(byte* from, int bytes)
    {
        var first = new ReadOnlySpan<byte>(from, bytes).IndexOfAnyExcept((byte)0);
        return first < 0 ? bytes : first / PageBytes * PageBytes;
    }
}
