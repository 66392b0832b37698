using System.Diagnostics;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Core.Reading.Live;

/// <summary>A heap dump of a live process among its own temporary files, of which nothing is left on disposal.</summary>
/// <remarks>The process writes it itself, asked over its diagnostics socket, and stands still meanwhile. In a container it writes
/// where only it is, and the dump is read through its root folder. Once it is whole it is held open and needs neither a name nor rights.</remarks>
internal sealed class ProcessDump : IHeapCopy
{
    private readonly IOwnDump _dump;
    private readonly MappedDump _content;

    private ProcessDump(IOwnDump dump)
    {
        (_dump, _content) = (dump, new MappedDump(dump.Path));
        dump.LoseName();
    }

    /// <inheritdoc/>
    public HeapFreeze? Freeze { get; private init; }

    /// <inheritdoc/>
    public IHeapReader Reader(string? target = null) => new DumpHeapReader(_content, target, Freeze);

    /// <inheritdoc/>
    public void SaveTo(AtomicFile file, CancellationToken cancellation)
    {
        using var content = File.OpenHandle(_dump.Path);
        file.Take(content, cancellation);
    }

    /// <summary>Takes a dump.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="obstacle">Why it is not frozen and copied instead; null where that is not done at all.</param>
    /// <param name="progress">Told how much is written.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="patience">How long the dump may stay as it is while nothing tells that the process is at it; null for a minute.</param>
    /// <exception cref="HeapReadException">It can't be taken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process runs on.</exception>
    public static ProcessDump Take(
        int processId, AccessObstacle? obstacle, IProgress<HeapReadProgress>? progress, CancellationToken cancellation, TimeSpan? patience = null)
    {
        IOwnDump? dump = null;
        try
        {
            CheckSpace(processId);
            dump = ThisHost.Is.OwnDumpOf(processId);
            var clock = Stopwatch.StartNew();
            new DumpRequest(dump, patience ?? DumpRequest.UsualPatience).Await(progress, ThisHost.Is.MostBytesOf(processId), cancellation);
            return dump.Bytes == 0
                ? throw new IOException("it says that it did, and there is nothing")
                : new ProcessDump(dump) { Freeze = obstacle is null ? null : new HeapFreeze(clock.Elapsed, dump.Bytes, 0) { Obstacle = obstacle.Reason } };
        }
        catch (Exception failed)
        {
            dump?.Dispose();
            if (failed is not (DiagnosticsClientException or IOException or UnauthorizedAccessException or TimeoutException))
            {
                throw;
            }

            var said = failed.Message.Split('\n', 2)[0].Trim().TrimEnd('.');
            throw new HeapReadException(
                $"Process {processId} can't be dumped: {said}.{(obstacle is null ? "" : $" It was asked to, since ptrace is not allowed here ({obstacle.Reason}).")}",
                obstacle is null
                    ? new Remedy.Plain("Run as the user of the process or as root, with its diagnostics turned on and room in the temporary folder.")
                    : new Remedy.CopyInstead(obstacle.Remedy),
                failed);
        }
    }

    public void Dispose()
    {
        _content.Dispose();
        _dump.Dispose();
    }

    private static void CheckSpace(int processId)
    {
        try
        {
            var (needed, free, folder) = DumpSpace.Of(processId, ThisHost.Is);
            if (free < needed)
            {
                throw new HeapReadException(
                    $"The dump that process {processId} would write may take {needed:N0} bytes, and its temporary folder '{folder}' has {free:N0} left.",
                    "Make room there, or start the process with TMPDIR on a larger file system.");
            }
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // Then the dump itself says what is wrong.
        }
    }
}
