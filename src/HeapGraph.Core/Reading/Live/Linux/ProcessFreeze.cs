using System.Diagnostics;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.CoreDump;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>Freezes a process that is prepared for it, copies its memory, and lets it go.</summary>
/// <remarks>What is needed is at hand in fields: even the code of a property would be compiled while the process stands still.</remarks>
/// <param name="prepared">What stands ready.</param>
/// <param name="most">How long the process may stand still.</param>
/// <param name="cancellation">Ends it; the process runs on.</param>
[SupportedOSPlatform("linux")]
internal sealed unsafe class ProcessFreeze(PreparedCopy prepared, TimeSpan most, CancellationToken cancellation)
{
    // With no end of collections a copy from within one is better than none: its reader says so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private readonly int _processId = prepared.ProcessId;
    private readonly bool _hasOwnIds = ProcessStatus.OwnIdOf(prepared.ProcessId) != prepared.ProcessId;
    private readonly GcWatch _watch = prepared.Watch;
    private readonly IReadOnlyList<(ulong Start, ulong End)> _heap = prepared.Heap;
    private readonly CoreLayout _layout = prepared.Layout;
    private readonly ModuleImages _images = prepared.Images;
    private readonly MappingList _mappings = prepared.Mappings;
    private readonly OwnPages _pages = prepared.Pages;
    private readonly NativeBlocks? _blocks = prepared.Blocks;
    private readonly HashSet<MemoryMapping> _filesRead = prepared.FilesRead;
    private readonly CopyCrew _crew = prepared.Crew;
    private readonly CopySpace _space = prepared.Space;
    private readonly CopyRoom _room = prepared.Space.Room;
    private readonly Overflow? _overflow = prepared.Space.Overflow;
    private readonly FreezeLimit _limit = new(prepared.ProcessId, prepared.Expected, most, cancellation);

    /// <summary>Freezes the process, at a moment without a collection if there is one, copies it and lets it go.</summary>
    /// <param name="progress">Told what is being done.</param>
    /// <exception cref="HeapReadException">It took too long, or would.</exception>
    /// <exception cref="FreezeRefusedException">It may not be stopped.</exception>
    public (FrozenMemory Memory, HeapFreeze Freeze) Take(IProgress<HeapReadProgress>? progress)
    {
        var clock = Stopwatch.StartNew();
        _limit.Foresee(_crew);
        progress?.Report(new HeapReadProgress("Copying the process", 0, 0, ""));
        for (var retries = 0; ; retries++)
        {
            while (_watch.IsCollecting && clock.Elapsed < Patience)
            {
                cancellation.ThrowIfCancellationRequested();
                Thread.Sleep(BetweenLooks);
            }

            var frozen = Stopwatch.StartNew();
            FrozenMemory? memory;
            using (var threads = FrozenThreads.Stop(_processId, () => _limit.Check(frozen, 0, 0)))
            {
                memory = _watch.IsCollecting && clock.Elapsed < Patience && threads.CanLetGo() ? null : Copy(threads, frozen);
            }

            var time = frozen.Elapsed;
            if (memory is not null)
            {
                var residence = prepared.TellsResidence ? ResidenceReader.Of(_processId, memory.Plan) : null;
                var afterwards = CopyAfterwards(memory.Plan);
                return (memory with { Residence = residence }, new HeapFreeze(time, memory.Copied, retries) { BytesAfterwards = afterwards, BytesInSmallPages = _room.BytesWithoutHugePages });
            }
        }
    }

    private FrozenMemory Copy(FrozenThreads threads, Stopwatch frozen)
    {
        var mappings = _mappings.Now().Where(CopyPlan.Counts).ToList();
        var plan = CopyPlan.Of(mappings, _layout, _images, _pages.In(mappings), _heap, _blocks?.StillThere() ?? []);
        _limit.CheckPlan(frozen);
        if (_layout.End > _room.Bytes)
        {
            throw new HeapReadException($"Process {_processId} grew too fast to be copied.", "Try again, perhaps at a calmer moment.");
        }

        var registers = threads.Ids.ConvertAll(thread => new CoreThread(
            _hasOwnIds ? ProcessStatus.OwnIdOf(thread) : thread, threads.GeneralRegisters(thread), FrozenThreads.FloatingPointRegisters(thread)));
        var files = new FilePieces(plan.Files.Where(file => !_filesRead.Contains(file.Mapping)).Concat(plan.Code), _room.Pointer);
        var pieces = Plan(plan.Memory);
        _crew.Do(() =>
        {
            _overflow?.Copy(_processId, MayGoOn);
            files.Copy(MayGoOn);
            pieces.Copy(MayGoOn);
        });
        var (written, lost) = (_overflow?.Written ?? 0, _overflow?.Unreadable ?? 0);
        _limit.Check(frozen, files.Copied + pieces.Copied + pieces.Unreadable + written, files.Bytes + pieces.Bytes + (_overflow?.Bytes ?? 0));
        return new FrozenMemory(plan, registers, mappings, File.ReadAllBytes(ProcPath.Of(_processId, "auxv")), files.Copied + pieces.Copied + written - lost);

        bool MayGoOn() => frozen.Elapsed < most && !cancellation.IsCancellationRequested;
    }

    /// <returns>Bytes that were copied.</returns>
    private long CopyAfterwards(CopyPlan plan)
    {
        var (written, lost) = (_overflow?.Written ?? 0, _overflow?.Unreadable ?? 0);
        var pieces = Plan(plan.Afterwards);
        _crew.Do(() =>
        {
            _overflow?.Copy(_processId, MayGoOn);
            pieces.Copy(MayGoOn);
        });
        cancellation.ThrowIfCancellationRequested();
        return pieces.Copied + (_overflow?.Written ?? 0) - written - ((_overflow?.Unreadable ?? 0) - lost);

        bool MayGoOn() => !cancellation.IsCancellationRequested;
    }

    /// <summary>Shares out what is to be copied between memory and the folder.</summary>
    /// <returns>What goes to memory.</returns>
    private MemoryPieces Plan(IReadOnlyList<CopiedMemory> memory)
    {
        var pieces = new MemoryPieces(_processId);
        foreach (var (address, bytes, offset) in _space.InMemory(memory))
        {
            pieces.Add(address, bytes, _room.Pointer + offset);
        }

        _overflow?.Add(memory);
        return pieces;
    }
}
