using System.Runtime.ExceptionServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.CoreDump;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>A copy of a process, which stood still only while its memory was copied: an ELF core in a file without a name.</summary>
/// <remarks>Everything else is done before, while it runs: the DAC is loaded, the files of its libraries are read, the room
/// for the copy is made and touched. Nothing is ever written to the process.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class ProcessCapture : IHeapCopy
{
    private readonly CopyRoom _file;
    private readonly CapturedCore _core;
    private readonly IReadOnlyList<(long Start, long End)> _places;

    /// <param name="file">The copy.</param>
    /// <param name="core">What is in it.</param>
    /// <param name="places">Where in it memory was taken, ascending.</param>
    /// <param name="freeze">What it took.</param>
    public ProcessCapture(CopyRoom file, CapturedCore core, IReadOnlyList<(long Start, long End)> places, HeapFreeze freeze) =>
        (_file, _core, _places, Freeze) = (file, core, places, freeze);

    public HeapFreeze Freeze { get; }

    /// <exception cref="HeapReadException">It can't be copied.</exception>
    /// <exception cref="FreezeRefusedException">The kernel does not allow it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process runs on.</exception>
    public static ProcessCapture Take(
        int processId, LiveOptions options, string? dacPath, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        // The kernel ties stopped threads to the one that stopped them, and lets them run on when that one ends.
        ProcessCapture? capture = null;
        ExceptionDispatchInfo? failure = null;
        var tracer = new Thread(() =>
        {
            try
            {
                using var preparation = new CapturePreparation(processId, options, dacPath, progress, cancellation);
                capture = preparation.Capture();
            }
            catch (Exception failed)
            {
                failure = ExceptionDispatchInfo.Capture(failed);
            }
        }) { Name = "tracer" };
        tracer.Start();
        tracer.Join();
        if (failure?.SourceException is IOException or UnauthorizedAccessException && ProcessStatus.HasEnded(processId))
        {
            throw new HeapReadException($"Process {processId} has ended.", "See what runs with: heapgraph ps", failure.SourceException);
        }

        failure?.Throw();
        if (options is { OutputFolder: null, IsForCounting: false })
        {
            capture!.LeaveMemory(cancellation);
        }

        return capture!;
    }

    public IHeapReader Reader(string? target = null) => new DumpHeapReader(_file, target, Freeze);

    public void SaveTo(string file, CancellationToken cancellation) => _core.SaveTo(file, _file, cancellation);

    // Not by the thread that traced, which some thread of the process may wait for.
    private void LeaveMemory(CancellationToken cancellation)
    {
        try
        {
            var free = FreeMemory.Bytes() + _places.Sum(place => place.End - place.Start);
            _file.Spill(SpillPlace.Default, _places, (long)(free * FreeMemory.ShareForKeeping), cancellation);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();
}
