using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Hosts;
using HeapGraph.Core.Reading.Live.Linux.CoreDump;
using HeapGraph.Core.Reading.Live.Linux.Freezing;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>Everything that stands ready before a process is frozen: the collector's counters are found, the files of its programs and libraries are read,
/// the room for the copy is made and touched. Lives on the thread that freezes the process.</summary>
[SupportedOSPlatform("linux")]
internal sealed unsafe class PreparedCopy : IDisposable
{
    private PreparedCopy()
    {
        // Made by Of.
    }

    public required int ProcessId { get; init; }

    public required CopyCrew Crew { get; init; }

    public required ModuleImages Images { get; init; }

    public required MappingList Mappings { get; init; }

    public required OwnPages Pages { get; init; }

    /// <summary>Where in the copy what goes.</summary>
    public required CoreLayout Layout { get; init; }

    /// <summary>What would be copied now.</summary>
    public required CopyPlan Expected { get; init; }

    public required CopySpace Space { get; init; }

    public required GcWatch Watch { get; init; }

    /// <summary>Whether the copy says what of the process is in memory.</summary>
    public required bool TellsResidence { get; init; }

    /// <summary>Address ranges that the GC has reserved.</summary>
    public required IReadOnlyList<(ulong Start, ulong End)> Heap { get; init; }

    /// <summary>What is copied when the process runs on; null for nothing.</summary>
    public required NativeBlocks? Blocks { get; init; }

    /// <summary>The mappings that are in the copy already, since their files don't change.</summary>
    public required HashSet<MemoryMapping> FilesRead { get; init; }

    /// <summary>Prepares the copy of a process.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="options">How it will be copied.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HeapReadException">There is no room for the copy.</exception>
    /// <exception cref="FreezeRefusedException">The process may not be read.</exception>
    public static PreparedCopy Of(int processId, LiveOptions options, CancellationToken cancellation)
    {
        var (crew, images) = (new CopyCrew(), new ModuleImages(processId));
        MappingList? list = null;
        OwnPages? pages = null;
        CopySpace? space = null;
        try
        {
            pages = new OwnPages(processId, crew);
            list = new MappingList(processId);
            var all = list.Now();
            var mappings = all.Where(CopyPlan.Counts).ToList();
            RefuseUnreadable(processId, mappings);
            var watch = GcWatch.Over(processId, all);
            var layout = new CoreLayout(mappings);
            var (own, heap) = (pages.In(mappings), watch.ReservedIn(all));
            var blocks = !options.CopiesAllAtOnce && watch.UsedIn(all) is { } used ? NativeBlocks.Of(processId, mappings, own, used, cancellation) : null;
            var expected = CopyPlan.Of(mappings, layout, images, own, [], blocks?.StillThere() ?? []);
            space = CopySpace.For(
                processId, [.. expected.Memory, .. expected.Afterwards], expected.Bytes + expected.Afterwards.Sum(part => (long)part.Bytes), expected.Files.Sum(file => (long)file.Mapping.Bytes), layout.End, options, crew.Size);
            MakeReady(expected, space, crew, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return new PreparedCopy
            {
                ProcessId = processId,
                Crew = crew,
                Images = images,
                Mappings = list,
                Pages = pages,
                Layout = layout,
                Expected = expected,
                Space = space,
                Watch = watch,
                Heap = heap,
                TellsResidence = options.TellsResidence,
                Blocks = blocks,
                FilesRead = [.. expected.Files.Select(file => file.Mapping)],
            };
        }
        catch (Exception failed)
        {
            Dispose(crew, images, list, pages, space);
            if (failed is UnauthorizedAccessException)
            {
                throw new FreezeRefusedException();
            }

            throw;
        }
    }

    public void Dispose() => Dispose(Crew, Images, Mappings, Pages, Space);

    private static void Dispose(CopyCrew crew, ModuleImages images, MappingList? list, OwnPages? pages, CopySpace? space)
    {
        crew.Dispose();
        images.Dispose();
        list?.Dispose();
        pages?.Dispose();
        space?.Dispose();
    }

    private static void RefuseUnreadable(int processId, List<MemoryMapping> mappings)
    {
        Span<byte> probe = stackalloc byte[1];
        if (mappings.Count == 0 || LiveMemory.Read(processId, mappings[0].Start, probe) < 0 || ProcessStatus.Of(processId).Tracer != 0)
        {
            throw new FreezeRefusedException();
        }
    }

    /// <summary>Touches the memory that the copy goes to, and reads the files, on all cores.</summary>
    private static void MakeReady(CopyPlan plan, CopySpace space, CopyCrew crew, CancellationToken cancellation)
    {
        var files = new FilePieces(plan.Files, space.Room.Pointer);
        Action[] work = [.. space.MakingReady(plan.Places)];
        var next = -1;
        crew.Do(() =>
        {
            for (int index; (index = Interlocked.Increment(ref next)) < work.Length;)
            {
                cancellation.ThrowIfCancellationRequested();
                work[index]();
            }

            files.Copy(() => !cancellation.IsCancellationRequested);
        });
    }
}
