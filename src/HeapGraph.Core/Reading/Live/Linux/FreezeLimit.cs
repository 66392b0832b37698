using System.Diagnostics;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Memory;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>How long a process may stand still, and what is said when that does not do.</summary>
/// <param name="processId">The process.</param>
/// <param name="expected">What will be copied, as far as is known.</param>
/// <param name="most">How long.</param>
/// <param name="cancellation">Ends it.</param>
[SupportedOSPlatform("linux")]
internal sealed unsafe class FreezeLimit(int processId, CopyPlan expected, TimeSpan most, CancellationToken cancellation)
{
    private readonly long _expectedBytes = expected.Bytes;
    private double _expectedBytesPerSecond;

    /// <summary>Copies a little of the running process, which also readies the code that copies, and refuses what would take far too long.</summary>
    /// <exception cref="HeapReadException">It would.</exception>
    public void Foresee(CopyCrew crew)
    {
        const ulong Sample = 8 << 20;
        using var scratch = new MemoryCopy((nuint)Sample);
        new Span<byte>(scratch.Pointer, (int)Sample).Clear();
        var pieces = new MemoryPieces(processId);
        foreach (var (address, bytes, _) in expected.Memory.OrderByDescending(part => part.Bytes))
        {
            if ((ulong)pieces.Bytes < Sample)
            {
                pieces.Add(address, Math.Min(bytes, Sample - (ulong)pieces.Bytes), scratch.Pointer + pieces.Bytes);
            }
        }

        var clock = Stopwatch.StartNew();
        crew.Do(() => pieces.Copy(() => true));
        _expectedBytesPerSecond = pieces.Copied / Math.Max(1e-6, clock.Elapsed.TotalSeconds);

        // Of memory that was given back since the plan was made little is copied, which says nothing of the rest.
        if (pieces.Copied >= pieces.Bytes / 2 && pieces.Copied > 0 && _expectedBytes / _expectedBytesPerSecond > 2 * most.TotalSeconds)
        {
            throw TooLong($"was not stopped, since {most.TotalSeconds:0.#} s would not do", _expectedBytes, _expectedBytesPerSecond);
        }
    }

    /// <summary>Throws when the process must be let go.</summary>
    /// <param name="frozen">How long it has stood still.</param>
    /// <param name="copied">Bytes that are copied.</param>
    /// <param name="bytes">Of how many; 0 before that is known.</param>
    public void Check(Stopwatch frozen, long copied, long bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        if (frozen.Elapsed >= most && (copied < bytes || bytes == 0))
        {
            throw bytes == 0
                ? new HeapReadException(
                    $"Process {processId} was let go after {frozen.Elapsed.TotalSeconds:0.0} s: not all of its threads could be stopped.",
                    new Remedy.AllowFreeze(null))
                : TooLong($"was let go after {frozen.Elapsed.TotalSeconds:0.0} s", bytes, copied / frozen.Elapsed.TotalSeconds);
        }
    }

    /// <summary>The same once it is planned what to copy: looking for its pages takes a share of the time that copying them will.</summary>
    public void CheckPlan(Stopwatch frozen)
    {
        cancellation.ThrowIfCancellationRequested();
        if (frozen.Elapsed >= most)
        {
            throw TooLong($"was let go after {frozen.Elapsed.TotalSeconds:0.0} s", _expectedBytes, _expectedBytesPerSecond);
        }
    }

    private HeapReadException TooLong(string what, long bytes, double bytesPerSecond)
    {
        var seconds = bytes / Math.Max(1, bytesPerSecond);
        return new HeapReadException(
            $"Process {processId} {what}: copying its {bytes:N0} bytes takes some {seconds:0.0} s at {bytesPerSecond / (1 << 20):N0} MB/s.",
            new Remedy.AllowFreeze(TimeSpan.FromSeconds(Math.Min(int.MaxValue, Math.Ceiling(seconds * 1.5)))));
    }
}
