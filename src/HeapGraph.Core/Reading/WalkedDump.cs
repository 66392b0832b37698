using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Segments;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading;

/// <summary>A dump that is open and whose objects have been found.</summary>
internal sealed class WalkedDump : IDisposable
{
    // A mini dump holds a page here and there; a dump with its heap misses a page at most.
    private const double LeastShareOfHeap = 0.2;

    private readonly OpenedDump _dump;
    private readonly List<MemoryCopy> _copies = [];

    private WalkedDump(OpenedDump dump, MemoryImage image, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        _dump = dump;
        Image = image;
        (LeftOut, Own) = (options.LeftOut, options.Own);
        Warnings = [.. dump.Warnings];
        Process = dump.Process with { Program = DumpedProcess.ProgramOf(Runtime, LeftOut) };
        var heap = Runtime.Heap;
        MethodTables = new MethodTableCache(image, heap.FreeType.MethodTable, IsMethodTable);
        Segments = HeapSegments.Of(Runtime, image, Warnings, MethodTables);
        DacCall.Leaves();
        try
        {
            Walk = HeapWalk.Of(image, Segments.All, MethodTables, _copies, progress, cancellation);
            var hiding = new HiddenObjects(image, Walk, MethodTables);
            var (cut, hidden) = (hiding.CutRegions(Segments.All), hiding.ReferredTo(Segments.Doubtful, cancellation));
            if (cut.Count > 0)
            {
                Segments.Lengthen(cut);
            }

            if (hidden.Count > 0)
            {
                Segments.GiveBack(hidden);
            }

            if (cut.Count + hidden.Count > 0)
            {
                Walk = HeapWalk.Of(image, Segments.All, MethodTables, _copies, progress, cancellation);
            }
        }
        catch
        {
            _copies.ForEach(copy => copy.Dispose());
            throw;
        }

        PointerlessTypes.Mend(heap, image, Walk, MethodTables.Known, LeftOut);
        Coverage = Walk.Coverage() with { BytesCommitted = Segments.BytesCommitted };
        TellBelieved();
    }

    public ClrRuntime Runtime => _dump.Runtime;

    /// <summary>What the DAC is not asked for.</summary>
    public LeftOut LeftOut { get; }

    /// <summary>Which namespaces are the program's own.</summary>
    public OwnNamespaces Own { get; }

    public MemoryImage Image { get; }

    public MethodTableCache MethodTables { get; }

    /// <summary>The process that it is of.</summary>
    public HeapProcess Process { get; }

    /// <summary>The fatal signal that it was written for, and the thread that this ended; null for none.</summary>
    public (int Signal, uint Thread)? FatalSignal => _dump.FatalSignal;

    /// <summary>Where the heap lies.</summary>
    public HeapSegments Segments { get; }

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
            walked = new WalkedDump(dump, image, options, progress, cancellation);
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
        // A reference looks like one where the object that it leads to looks like one, also to the DAC, which crashes later.
        if (Segments?.Hold(address) == true || !MethodTableFacts.IsWhole(address, Image))   // null while they are looked for
        {
            return false;
        }

        var module = MethodTableFacts.ModuleOf(address, Image);
        if (LeftOut.Has(DacPieces.TypeNames, address, module))
        {
            return true;
        }

        DacCall.Enters(DacPieces.TypeNames, address, module);
        try
        {
            return Runtime.Heap.GetTypeByMethodTable(address) is not null;
        }
        catch (Exception damaged) when (ClrMdFailure.Explain(damaged) is not null)
        {
            return false;
        }
        finally
        {
            DacCall.Leaves();
        }
    }

    private void TellBelieved()
    {
        if (MethodTables.BelievedCount > 0)
        {
            Warnings.Add($"{(MethodTables.BelievedCount == 1 ? "The runtime's description of 1 type is" : $"The runtime's descriptions of {MethodTables.BelievedCount:N0} types are")} damaged; "
                + "their objects were read as the objects around them suggest.");
        }

        var scanned = MethodTables.Known.Count(facts => facts.IsScanned);
        if (scanned > 0)
        {
            Warnings.Add($"Where the references of {(scanned == 1 ? "1 type" : $"{scanned:N0} types")} lie is damaged: every word of such an object that leads to an object counts.");
        }
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
}
