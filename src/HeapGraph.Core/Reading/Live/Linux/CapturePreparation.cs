using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.CoreDump;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>Everything that stands ready before a process is frozen. Lives on one thread, which then freezes it.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class CapturePreparation : IDisposable
{
    // With no end of collections a copy from within one is better than none: its reader says so.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private readonly int _processId;
    private readonly LiveOptions _options;
    private readonly IProgress<HeapReadProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly CopyCrew _crew = new();
    private readonly ModuleImages _images;
    private readonly OwnPages _pages;
    private readonly HashSet<MemoryMapping> _filesRead = [];
    private readonly bool _hasOwnIds;
    private readonly CoreLayout _layout;
    private readonly CopyPlan _expected;
    private readonly GcWatch _watch;
    private readonly IReadOnlyList<(ulong Start, ulong End)> _heap;
    private CopyRoom? _file;
    private Overflow? _overflow;
    private double _expectedBytesPerSecond;

    /// <exception cref="HeapReadException">There is no room for the copy.</exception>
    /// <exception cref="FreezeRefusedException">The process may not be read.</exception>
    public CapturePreparation(
        int processId, LiveOptions options, string? dacPath, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        (_processId, _options, _progress, _cancellation) = (processId, options, progress, cancellation);
        progress?.Report(new HeapReadProgress("Preparing the copy of the process", 0, 0, ""));
        _images = new ModuleImages(processId);
        try
        {
            _pages = new OwnPages(processId, _crew);
            _hasOwnIds = OwnIdOf(processId) != processId;
            var all = MemoryMapping.Of(processId);
            var mappings = all.Where(CopyPlan.Counts).ToList();
            RefuseUnreadable(mappings);
            var watching = Task.Factory.StartNew(
                () => GcWatch.Over(processId, all, dacPath), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _layout = new CoreLayout(mappings);
            _expected = CopyPlan.Of(mappings, _layout, _images, _pages, []);
            MakeRoom();
            _crew.Do(MakingReady(_expected));
            _filesRead.UnionWith(_expected.Files.Select(file => file.Mapping));
            _watch = watching.GetAwaiter().GetResult();
            _heap = HeapIn(all);
        }
        catch (UnauthorizedAccessException)
        {
            Dispose();
            throw new FreezeRefusedException();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Freezes the process, copies it and lets it go.</summary>
    /// <exception cref="HeapReadException">It took too long.</exception>
    public ProcessCapture Capture()
    {
        var clock = Stopwatch.StartNew();
        RefuseTooLarge();
        _progress?.Report(new HeapReadProgress("Copying the process", 0, 0, ""));
        for (var retries = 0; ; retries++)
        {
            while (_watch.IsCollecting && clock.Elapsed < Patience)
            {
                _cancellation.ThrowIfCancellationRequested();
                Thread.Sleep(BetweenLooks);
            }

            var frozen = Stopwatch.StartNew();
            FrozenCopy? copy;
            using (var threads = FrozenThreads.Stop(_processId, () => CheckLimit(frozen, 0, 0)))
            {
                copy = _watch.IsCollecting && clock.Elapsed < Patience && threads.CanLetGo() ? null : Copy(threads, frozen);
            }

            if (copy is null)
            {
                continue;
            }

            var time = frozen.Elapsed;
            DiagnosticsPage.AddTo(copy.Plan.Segments, copy.Mappings, _layout, _file!);
            var core = new CapturedCore(copy.Plan.Segments, CoreNotes.Of(_processId, copy.Threads, copy.Mappings, copy.AuxiliaryVector));
            core.Complete(_file!, _layout.End);
            _overflow?.MapInto(_file!);
            var capture = new ProcessCapture(_file!, core, CopyPlan.PlacesOf(InMemory(copy.Plan)), new HeapFreeze(time, copy.Copied, retries));
            _file = null;
            return capture;
        }
    }

    public void Dispose()
    {
        _crew.Dispose();
        _images.Dispose();
        _pages?.Dispose();
        _overflow?.Dispose();
        _file?.Dispose();
    }

    private sealed record FrozenCopy(CopyPlan Plan, List<CoreThread> Threads, List<MemoryMapping> Mappings, byte[] AuxiliaryVector, long Copied);

    private FrozenCopy Copy(FrozenThreads threads, Stopwatch frozen)
    {
        var mappings = MemoryMapping.Of(_processId).Where(CopyPlan.Counts).ToList();
        var plan = CopyPlan.Of(mappings, _layout, _images, _pages, _heap);
        CheckPlan(frozen);
        if (_layout.End > _file!.Bytes)
        {
            throw new HeapReadException($"Process {_processId} grew too fast to be copied.", "Try again, perhaps at a calmer moment.");
        }

        var registers = threads.Ids.ConvertAll(thread => new CoreThread(
            _hasOwnIds ? OwnIdOf(thread) : thread, threads.GeneralRegisters(thread), FrozenThreads.FloatingPointRegisters(thread)));
        foreach (var (file, mapping, offset) in plan.Files.Where(file => !_filesRead.Contains(file.Mapping)).Concat(plan.Code))
        {
            ModuleImages.Read(file, mapping, _file.Pointer + offset);
        }

        var pieces = new MemoryPieces(_processId);
        foreach (var (address, bytes, offset) in InMemory(plan))
        {
            pieces.Add(address, bytes, _file.Pointer + offset);
        }

        _overflow?.Add(plan.Memory);
        _crew.Do(() =>
        {
            _overflow?.Copy(_processId, MayGoOn);
            pieces.Copy(MayGoOn);
        });
        var (written, lost) = (_overflow?.Written ?? 0, _overflow?.Unreadable ?? 0);
        CheckLimit(frozen, pieces.Copied + pieces.Unreadable + written, pieces.Bytes + (_overflow?.Bytes ?? 0));
        return new FrozenCopy(plan, registers, mappings, File.ReadAllBytes(ProcPath.Of(_processId, "auxv")), pieces.Copied + written - lost);

        bool MayGoOn() => frozen.Elapsed < _options.MaxFreeze && !_cancellation.IsCancellationRequested;
    }

    /// <summary>What of a plan is copied to memory.</summary>
    private IEnumerable<CopiedMemory> InMemory(CopyPlan plan) => _overflow is null
        ? plan.Memory
        : plan.Memory.Select(part => part with { Bytes = _overflow.BytesInMemory(part) }).Where(part => part.Bytes > 0);

    private string Id => _processId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Throws when the process must be let go.</summary>
    private void CheckLimit(Stopwatch frozen, long copied, long bytes)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (frozen.Elapsed >= _options.MaxFreeze && (copied < bytes || bytes == 0))
        {
            throw bytes == 0
                ? new HeapReadException(
                    $"Process {_processId} was let go after {frozen.Elapsed.TotalSeconds:0.0} s: not all of its threads could be stopped.",
                    "Try again, or allow more time with --max-freeze.")
                : TooLong($"was let go after {frozen.Elapsed.TotalSeconds:0.0} s", bytes, copied / frozen.Elapsed.TotalSeconds);
        }
    }

    // Looking for its pages takes a share of the time that copying them will.
    private void CheckPlan(Stopwatch frozen)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (frozen.Elapsed >= _options.MaxFreeze)
        {
            throw TooLong($"was let go after {frozen.Elapsed.TotalSeconds:0.0} s", _expected.Bytes, _expectedBytesPerSecond);
        }
    }

    private HeapReadException TooLong(string what, long bytes, double bytesPerSecond)
    {
        var seconds = bytes / Math.Max(1, bytesPerSecond);
        return new HeapReadException(
            $"Process {_processId} {what}: copying its {bytes:N0} bytes takes some {seconds:0.0} s at {bytesPerSecond / (1 << 20):N0} MB/s.",
            $"Allow it with: --max-freeze {Math.Ceiling(seconds * 1.5):0}s");
    }

    private void RefuseUnreadable(List<MemoryMapping> mappings)
    {
        Span<byte> probe = stackalloc byte[1];
        if (mappings.Count == 0 || LiveMemory.Read(_processId, mappings[0].Start, probe) < 0 || ProcessStatus.Of(_processId).Tracer != 0)
        {
            throw new FreezeRefusedException();
        }
    }

    /// <summary>A thread's id in the innermost namespace that it lives in, which is the one that its runtime knows.</summary>
    private static int OwnIdOf(int thread) =>
        int.Parse(StatusOf(thread, "NSpid:").Split('\t')[^1], CultureInfo.InvariantCulture);

    private static string StatusOf(int thread, string name) =>
        File.ReadLines(ProcPath.Of(thread, "status"))
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? thread.ToString(CultureInfo.InvariantCulture);

    private void MakeRoom()
    {
        var files = _expected.Files.Sum(file => (long)file.Mapping.Bytes);
        var needed = _expected.Bytes + files;
        var room = _layout.End * 2 + (4L << 30);   // of a sparse file
        if (_options.OutputFolder is { } folder && new DriveInfo(folder).AvailableFreeSpace is var left && left < needed)
        {
            throw new HeapReadException(
                $"The dump needs {needed:N0} bytes, and '{folder}' has {left:N0} left.", "Make room, or name a file on a larger disk with -o.");
        }

        _file = CopyRoom.InMemory($"process {Id}", room);
        var inMemory = (long)(FreeMemory.Bytes() * FreeMemory.ShareForCopying) - files;
        var most = _options.SpillFolder is null ? inMemory : 0;
        if (_expected.Bytes <= most)
        {
            return;
        }

        var spill = _options.SpillFolder ?? _options.OutputFolder ?? SpillPlace.Default;
        if (_expected.Bytes > inMemory && SpillPlace.IsInMemory(spill))
        {
            throw new HeapReadException(
                $"The copy of the process needs {needed:N0} bytes, which memory has no room for, and '{spill}' lies in memory too.",
                "Name a folder on a disk with --spill, or end what else takes memory.");
        }

        _overflow = new Overflow(spill, room, _expected.Memory, most, _crew.Size);
    }

    /// <summary>Touches the memory that the copy goes to, and reads the files, on all cores.</summary>
    private Action MakingReady(CopyPlan plan)
    {
        const long Step = 8 << 20;
        var work = new List<Action>();
        foreach (var (file, mapping, offset) in plan.Files)
        {
            work.Add(() => ModuleImages.Read(file, mapping, _file!.Pointer + offset));
        }

        foreach (var (first, last) in CopyPlan.PlacesOf(InMemory(plan)))
        {
            for (long start = first, end; start < last; start = end)
            {
                var (from, to) = (start, end = Math.Min(last, (start + Step) & -CopyRoom.HugePageBytes));
                work.Add(() => _file!.MakeReady(from, to));
            }
        }

        var next = -1;
        return () =>
        {
            for (int index; (index = Interlocked.Increment(ref next)) < work.Count;)
            {
                _cancellation.ThrowIfCancellationRequested();
                work[index]();
            }
        };
    }

    /// <summary>Copies a little of the running process, which also readies the code that copies, and refuses what would take far too long.</summary>
    private void RefuseTooLarge()
    {
        const ulong Sample = 8 << 20;
        using var scratch = new Memory.MemoryCopy((nuint)Sample);
        new Span<byte>(scratch.Pointer, (int)Sample).Clear();
        var pieces = new MemoryPieces(_processId);
        foreach (var (address, bytes, _) in _expected.Memory.OrderByDescending(part => part.Bytes))
        {
            if ((ulong)pieces.Bytes < Sample)
            {
                pieces.Add(address, Math.Min(bytes, Sample - (ulong)pieces.Bytes), scratch.Pointer + pieces.Bytes);
            }
        }

        var clock = Stopwatch.StartNew();
        _crew.Do(() => pieces.Copy(() => true));
        _expectedBytesPerSecond = pieces.Copied / Math.Max(1e-6, clock.Elapsed.TotalSeconds);

        // Of memory that was given back since the plan was made little is copied, which says nothing of the rest.
        if (pieces.Copied >= pieces.Bytes / 2 && pieces.Copied > 0 && _expected.Bytes / _expectedBytesPerSecond > 2 * _options.MaxFreeze.TotalSeconds)
        {
            throw TooLong($"was not stopped, since {_options.MaxFreeze.TotalSeconds:0.#} s would not do", _expected.Bytes, _expectedBytesPerSecond);
        }
    }

    /// <summary>The mappings around the heap's segments that follow one another without a gap: what the GC has reserved. All anonymous
    /// ones where the segments are not known.</summary>
    private List<(ulong Start, ulong End)> HeapIn(IReadOnlyList<MemoryMapping> mappings)
    {
        var chains = new List<(ulong Start, ulong End)>();
        foreach (var mapping in mappings.Where(mapping => mapping.IsAnonymous))
        {
            if (chains.Count > 0 && chains[^1].End == mapping.Start)
            {
                chains[^1] = (chains[^1].Start, mapping.End);
            }
            else
            {
                chains.Add((mapping.Start, mapping.End));
            }
        }

        return [.. chains.Where(chain => _watch.HeapRanges.Count == 0 || _watch.HeapRanges.Any(range => range.Start < chain.End && chain.Start < range.End))];
    }
}
