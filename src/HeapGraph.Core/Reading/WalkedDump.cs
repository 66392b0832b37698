using HeapGraph.Core.Graph;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>A dump that is open and whose objects have been found.</summary>
internal sealed class WalkedDump : IDisposable
{
    // A mini dump holds a page here and there; a dump with its heap misses a page at most.
    private const double LeastShareOfHeap = 0.2;
    private const ulong AddressLimit = 1UL << 48;   // what a user-space address can be

    private readonly OpenedDump _dump;
    private readonly List<MemoryCopy> _copies = [];

    private WalkedDump(OpenedDump dump, MemoryImage image, LeftOut leftOut, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        _dump = dump;
        Image = image;
        LeftOut = leftOut;
        Warnings = [.. dump.Warnings];
        var heap = Runtime.Heap;
        MethodTables = new MethodTableCache(image, heap.FreeType.MethodTable, IsMethodTable);
        try
        {
            var segments = SegmentsOf(heap, Warnings);
            DacCall.Leaves();
            Walk = HeapWalk.Of(image, segments, MethodTables, _copies, progress, cancellation);
        }
        catch
        {
            _copies.ForEach(copy => copy.Dispose());
            throw;
        }

        Coverage = Walk.Coverage();
    }

    public ClrRuntime Runtime => _dump.Runtime;

    /// <summary>What the DAC is not asked for.</summary>
    public LeftOut LeftOut { get; }

    public MemoryImage Image { get; }

    public MethodTableCache MethodTables { get; }

    public HeapWalk Walk { get; }

    /// <summary>What the walk has and has not seen.</summary>
    public HeapCoverage Coverage { get; }

    /// <summary>Sentences about what could not be read.</summary>
    public List<string> Warnings { get; }

    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    public static WalkedDump Open(IDumpBytes bytes, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new HeapReadProgress("Opening the dump", 0, 0, "") { IsInDac = true });
        using var ahead = new ImageAhead(bytes);
        var dump = OpenedDump.Open(bytes, new DacPlaces(options.DacPath, options.RuntimeInContainer));
        MemoryImage? image = null;
        WalkedDump? walked = null;
        try
        {
            image = ahead.Take();
            cancellation.ThrowIfCancellationRequested();
            walked = new WalkedDump(dump, image, options.LeftOut, progress, cancellation);
            walked.RefuseMiniDump(bytes.Name);
            return walked;
        }
        catch
        {
            if (walked is not null)
            {
                walked.Dispose();
            }
            else
            {
                image?.Dispose();
                dump.Dispose();
            }

            throw;
        }
    }

    public void Dispose()
    {
        _copies.ForEach(copy => copy.Dispose());
        _copies.Clear();
        Image.Dispose();
        _dump.Dispose();
    }

    /// <summary>The debugger's own check. Where that crashes, what looks like a MethodTable is taken for one.</summary>
    private bool IsMethodTable(ulong address)
    {
        var module = MethodTableFacts.ModuleOf(address, Image);
        if (LeftOut.Has(DacPieces.TypeNames, address, module))
        {
            return true;
        }

        DacCall.Enters(DacPieces.TypeNames, address, module);
        var type = Runtime.Heap.GetTypeByMethodTable(address);
        DacCall.Leaves();
        return type is not null;
    }

    private void RefuseMiniDump(string path)
    {
        if (_dump.Warnings.Count == 0 && Coverage.BytesWalked < Coverage.BytesTotal * LeastShareOfHeap)
        {
            throw new HeapReadException(
                $"'{path}' is a mini dump: it holds {Coverage.BytesWalked:N0} of the heap's {Coverage.BytesTotal:N0} bytes.",
                HeapReadException.CollectAgain);
        }
    }

    /// <summary>The segments of a heap, ascending, without overlap.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="warnings">Takes a sentence about segments that can't be.</param>
    public static HeapSegment[] SegmentsOf(ClrHeap heap, List<string> warnings)
    {
        var contexts = new Dictionary<ulong, ulong>();   // where each ends
        foreach (var unused in heap.EnumerateAllocationContexts())
        {
            contexts.TryAdd(unused.Start, unused.End + (ulong)ObjectLayout.MinObjectBytes);
        }

        ulong[] starts = [.. contexts.Keys];
        Array.Sort(starts);
        var segments = new List<HeapSegment>();
        foreach (var segment in heap.Segments.Where(segment => segment.Length > 0).OrderBy(segment => segment.Start))
        {
            // Torn structures may describe the same memory twice, or memory that can't be.
            var start = segments.Count > 0 ? Math.Max(segment.Start, segments[^1].Range.End) : segment.Start;
            var range = new AddressRange(start & ~7UL, Math.Min(segment.End, AddressLimit));
            if (segment.End > AddressLimit)
            {
                warnings.Add($"A segment of the heap at {segment.Start:x} is said to end at {segment.End:x}, which can't be.");
            }

            if (range.Start < range.End)
            {
                segments.Add(new HeapSegment(range, Generations.Of(segment.Kind), ContextsIn(range)));
            }
        }

        return [.. segments];

        AddressRange[] ContextsIn(AddressRange range)
        {
            var (first, after) = (IndexOf(range.Start), IndexOf(range.End));
            var unused = new AddressRange[after - first];
            for (var index = first; index < after; index++)
            {
                unused[index - first] = new AddressRange(starts[index], contexts[starts[index]]);
            }

            return unused;
        }

        int IndexOf(ulong address)
        {
            var index = Array.BinarySearch(starts, address);
            return index >= 0 ? index : ~index;
        }
    }
}
