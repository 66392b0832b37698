using System.Diagnostics;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.NETCore.Client;

namespace HeapGraph.Core.Reading.Live;

/// <summary>A heap dump of a live process among its own temporary files, deleted on disposal.</summary>
/// <remarks>The process writes it itself, asked over its diagnostics socket, and stands still meanwhile. In a container it writes
/// where only it is, and the dump is read through its root folder.</remarks>
internal sealed class ProcessDump : IHeapCopy
{
    private readonly DumpFolder _folder;

    private ProcessDump(DumpFolder folder) => _folder = folder;

    /// <summary>The dump.</summary>
    public string Path => _folder.Dump;

    /// <inheritdoc/>
    public HeapFreeze? Freeze { get; private init; }

    /// <inheritdoc/>
    public IHeapReader Reader(string? target = null) => new DumpHeapReader(new DumpFile(Path), target, Freeze);

    /// <inheritdoc/>
    public void SaveTo(string file, CancellationToken cancellation)
    {
        File.Move(Path, file, overwrite: true);
        OwnerOnly.Keep(file);
    }

    /// <summary>Takes a dump.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="obstacle">Why it is not frozen and copied instead; null where that is not done at all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HeapReadException">It can't be taken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process runs on.</exception>
    public static ProcessDump Take(int processId, AccessObstacle? obstacle, CancellationToken cancellation)
    {
        DumpFolder? folder = null;
        try
        {
            CheckSpace(processId);
            folder = DumpFolder.For(processId);
            var clock = Stopwatch.StartNew();

            // The client throws on cancellation while the process still writes: to a file whose name is gone by then.
            new DiagnosticsClient(processId).WriteDumpAsync(DumpType.WithHeap, folder.DumpInside, WriteDumpFlags.None, cancellation).GetAwaiter().GetResult();
            var bytes = new FileInfo(folder.Dump).Length;
            return new ProcessDump(folder) { Freeze = obstacle is null ? null : new HeapFreeze(clock.Elapsed, bytes, 0) { Obstacle = obstacle.Reason } };
        }
        catch (Exception failed)
        {
            folder?.Dispose();
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

    /// <summary>Deletes the dump.</summary>
    public void Dispose() => _folder.Dispose();

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
