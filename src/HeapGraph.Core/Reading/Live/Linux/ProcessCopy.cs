using System.Runtime.ExceptionServices;
using System.Runtime.Versioning;
using HeapGraph.Core.Files;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.CoreDump;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>A copy of a process, which stood still only while its memory was copied: an ELF core in memory, or in a file without a name.</summary>
/// <remarks>In three stages: what can be done while the process runs is done before (<see cref="PreparedCopy"/>); then it is frozen and
/// its memory copied (<see cref="ProcessFreeze"/>); when it runs again, the copy becomes a core (<see cref="ProcessCore"/>). Nothing is ever
/// written to the process.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class ProcessCopy : IHeapCopy
{
    private readonly CopyRoom _room;
    private readonly ProcessCore _core;
    private readonly IReadOnlyList<(long Start, long End)> _places;

    /// <param name="room">Where the copy is.</param>
    /// <param name="core">What is in it.</param>
    /// <param name="places">Where in it memory was taken, ascending.</param>
    /// <param name="freeze">What it took.</param>
    private ProcessCopy(CopyRoom room, ProcessCore core, IReadOnlyList<(long Start, long End)> places, HeapFreeze freeze) =>
        (_room, _core, _places, Freeze) = (room, core, places, freeze);

    public HeapFreeze Freeze { get; }

    /// <exception cref="HeapReadException">It can't be copied.</exception>
    /// <exception cref="FreezeRefusedException">The kernel does not allow it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the process runs on.</exception>
    public static ProcessCopy Take(int processId, LiveOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        // The kernel ties stopped threads to the one that stopped them, and lets them run on when that one ends.
        ProcessCopy? copy = null;
        ExceptionDispatchInfo? failure = null;
        var tracer = new Thread(() =>
        {
            try
            {
                progress?.Report(new HeapReadProgress("Preparing the copy of the process", 0, 0, ""));
                using var prepared = PreparedCopy.Of(processId, options, cancellation);
                var (memory, freeze) = new ProcessFreeze(prepared, options.MaxFreeze, cancellation).Take(progress);
                copy = Of(prepared, memory, freeze);
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
            throw new HeapReadException($"Process {processId} has ended.", new Remedy.ListProcesses(), failure.SourceException);
        }

        failure?.Throw();
        if (options is { OutputFolder: null, IsForCounting: false })
        {
            copy!.LeaveMemory(cancellation);
        }

        return copy!;
    }

    public IHeapReader Reader(string? target = null) => new DumpHeapReader(_room, target, Freeze);

    public void SaveTo(AtomicFile file, CancellationToken cancellation) => _core.SaveTo(file.Content, _room, cancellation);

    public void Dispose() => _room.Dispose();

    private static ProcessCopy Of(PreparedCopy prepared, FrozenMemory memory, HeapFreeze freeze)
    {
        var (layout, space, segments) = (prepared.Layout, prepared.Space, memory.Plan.Segments);
        DiagnosticsPage.AddTo(segments, memory.Mappings, layout, space.Room);
        var core = new ProcessCore(segments, CoreNotes.Of(prepared.ProcessId, memory.Threads, memory.Mappings, memory.AuxiliaryVector, memory.Residence));
        core.Complete(space.Room, layout.End);
        var places = CopiedMemory.PlacesOf(space.InMemory(memory.Plan.Places));
        return new ProcessCopy(space.TakeRoom(), core, places, freeze);
    }

    // Not by the thread that traced, which some thread of the process may wait for.
    private void LeaveMemory(CancellationToken cancellation)
    {
        try
        {
            var free = FreeMemory.Bytes() + _places.Sum(place => place.End - place.Start);
            _room.Spill(SpillPlace.Default, _places, (long)(free * FreeMemory.ShareForKeeping), cancellation);
        }
        catch
        {
            Dispose();
            throw;
        }
    }
}
