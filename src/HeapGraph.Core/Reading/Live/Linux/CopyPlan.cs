using System.Runtime.Versioning;
using HeapGraph.Core.Reading.Live.Linux.CoreDump;
using HeapGraph.Core.Reading.Live.Linux.Proc;
using HeapGraph.Core.Reading.Live.Linux.Room;
using Microsoft.Win32.SafeHandles;

namespace HeapGraph.Core.Reading.Live.Linux;

/// <summary>What of a process is copied, and where to: all its own pages, the runtime's code, and whole programs and libraries.</summary>
/// <remarks>Made twice: before the freeze, for the room and for the files of programs and libraries, which do not change; and in it.</remarks>
[SupportedOSPlatform("linux")]
internal sealed unsafe class CopyPlan
{
    private const ulong WorthSplitting = 1 << 20;

    /// <summary>A mapping that is read from the file behind it, and where in the copy it goes.</summary>
    public sealed record CopiedFile(SafeFileHandle File, MemoryMapping Mapping, long Offset);

    private readonly CoreLayout _layout;
    private readonly ModuleImages _images;
    private readonly IReadOnlyList<(ulong Start, ulong End)> _heap;

    private readonly IReadOnlyList<(ulong Start, ulong End)> _blocks;
    private int _nextBlock;

    private CopyPlan(CoreLayout layout, ModuleImages images, IReadOnlyList<(ulong Start, ulong End)> heap, IReadOnlyList<(ulong Start, ulong End)> blocks) =>
        (_layout, _images, _heap, _blocks) = (layout, images, heap, blocks);

    /// <summary>What will be in the core.</summary>
    public List<CoreSegment> Segments { get; } = [];

    /// <summary>What must be copied while the process is frozen: its addresses and their place in the copy.</summary>
    public List<CopiedMemory> Memory { get; } = [];

    /// <summary>What is copied when the process runs on: large blocks of native memory.</summary>
    public List<CopiedMemory> Afterwards { get; } = [];

    /// <summary>What must be read while it is frozen: the runtime's code.</summary>
    public List<CopiedFile> Code { get; } = [];

    /// <summary>What can be read at any time.</summary>
    public List<CopiedFile> Files { get; } = [];

    /// <summary>All places of the copy that are filled with memory of the process.</summary>
    public IEnumerable<CopiedMemory> Places =>
        Memory.Concat(Afterwards).Concat(Code.Select(part => new CopiedMemory(part.Mapping.Start, part.Mapping.Bytes, part.Offset)));

    /// <summary>Bytes to copy while the process is frozen.</summary>
    public long Bytes => Memory.Sum(part => (long)part.Bytes) + Code.Sum(part => (long)part.Mapping.Bytes);

    /// <summary>The mappings of a process that may hold something to copy.</summary>
    public static bool Counts(MemoryMapping mapping) =>
        mapping.IsReachable && !mapping.IsKernels && (mapping.IsPrivate || mapping.IsRuntimeCode || mapping.IsSharedMemory || mapping.Access[1] == '-');

    /// <param name="mappings">The process's mappings.</param>
    /// <param name="layout">Where they go.</param>
    /// <param name="images">The files behind them.</param>
    /// <param name="pages">Which pages are the process's own.</param>
    /// <param name="heap">Address ranges whose untouched pages count as zeros in the copy, not as missing.</param>
    /// <param name="blocks">Address ranges, ascending, that are copied when the process runs on.</param>
    public static CopyPlan Of(
        IReadOnlyList<MemoryMapping> mappings,
        CoreLayout layout,
        ModuleImages images,
        IReadOnlyList<List<LinuxCalls.Stretch>> pages,
        IReadOnlyList<(ulong Start, ulong End)> heap,
        IReadOnlyList<(ulong Start, ulong End)> blocks)
    {
        var plan = new CopyPlan(layout, images, heap, blocks);
        foreach (var (mapping, own) in mappings.Zip(pages))
        {
            plan.Add(mapping, own);
        }

        return plan;
    }

    private void Add(MemoryMapping mapping, List<LinuxCalls.Stretch> own)
    {
        if (mapping.Path == "[vdso]")
        {
            own = [new LinuxCalls.Stretch(mapping.Start, mapping.Bytes)];
        }

        if (_images.Of(mapping) is { } file)
        {
            var offset = _layout.OffsetOf(mapping.Start, mapping.End);
            Segments.Add(new CoreSegment(mapping.Start, mapping.Bytes, offset, mapping.HeaderFlags));
            (mapping.IsRuntimeCode ? Code : Files).Add(new CopiedFile(file, mapping, offset));
            Copy(mapping.Start, offset, own);
        }
        else if (mapping.IsRuntimeCode)
        {
            AddSegment(mapping, mapping.Start, mapping.End, [new LinuxCalls.Stretch(mapping.Start, mapping.Bytes)]);
        }
        else if (mapping.IsAnonymous && _heap.Any(range => mapping.Start < range.End && range.Start < mapping.End))
        {
            AddSegment(mapping, mapping.Start, mapping.End, own);
        }
        else
        {
            AddStretches(mapping, own, mapping.IsAnonymous ? WorthSplitting : 0);
        }
    }

    /// <summary>Own pages with little between them become one segment: what lies between is zero.</summary>
    private void AddStretches(MemoryMapping mapping, List<LinuxCalls.Stretch> own, ulong largestHole)
    {
        for (int first = 0, next; first < own.Count; first = next)
        {
            for (next = first + 1; next < own.Count && own[next].Address - EndOf(own[next - 1]) < largestHole;)
            {
                next++;
            }

            AddSegment(mapping, own[first].Address, EndOf(own[next - 1]), own.GetRange(first, next - first));
        }
    }

    private void AddSegment(MemoryMapping mapping, ulong start, ulong end, List<LinuxCalls.Stretch> own)
    {
        var offset = _layout.OffsetOf(start, end);
        Segments.Add(new CoreSegment(start, end - start, offset, mapping.HeaderFlags));
        Copy(start, offset, own);
    }

    private void Copy(ulong start, long offset, List<LinuxCalls.Stretch> own)
    {
        foreach (var stretch in own)
        {
            for (var (at, end) = (stretch.Address, stretch.Address + stretch.Bytes); at < end;)
            {
                while (_nextBlock < _blocks.Count && _blocks[_nextBlock].End <= at)
                {
                    _nextBlock++;
                }

                var (first, last) = _nextBlock < _blocks.Count ? _blocks[_nextBlock] : (end, end);
                var isBlock = first <= at;
                var next = Math.Min(end, isBlock ? last : first);
                (isBlock ? Afterwards : Memory).Add(new CopiedMemory(at, next - at, offset + (long)(at - start)));
                at = next;
            }
        }
    }

    private static ulong EndOf(LinuxCalls.Stretch stretch) => stretch.Address + stretch.Bytes;
}
