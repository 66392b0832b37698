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
    // A damaged dump may be nothing but gaps.
    private const double LeastShareOfHeap = 0.2;

    private readonly List<MemoryCopy> _copies = [];

    private WalkedDump(RuntimeDump source, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        Source = source;
        var (heap, image) = (Runtime.Heap, Image);
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

    /// <summary>The dump, with all that does not take a walk.</summary>
    public RuntimeDump Source { get; }

    public ClrRuntime Runtime => Source.Runtime;

    /// <summary>What the DAC is not asked for.</summary>
    public LeftOut LeftOut => Source.LeftOut;

    /// <summary>Which namespaces are the program's own.</summary>
    public OwnNamespaces Own => Source.Own;

    public MemoryImage Image => Source.Image;

    public MethodTableCache MethodTables { get; }

    /// <summary>Where the heap lies.</summary>
    public HeapSegments Segments { get; }

    public HeapWalk Walk { get; }

    /// <summary>What the walk has and has not seen.</summary>
    public HeapCoverage Coverage { get; }

    /// <summary>Sentences about what could not be read.</summary>
    public List<string> Warnings => Source.Warnings;

    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    public static WalkedDump Open(IDumpBytes bytes, HeapReadOptions options, IProgress<HeapReadProgress>? progress, CancellationToken cancellation) =>
        Of(RuntimeDump.Open(bytes, options, progress, cancellation), progress, cancellation);

    /// <summary>The same of one that is open, which it owns from then on.</summary>
    /// <exception cref="HeapReadException">The dump can't be read.</exception>
    public static WalkedDump Of(RuntimeDump source, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        WalkedDump? walked = null;
        try
        {
            source.RequireHeap();
            walked = new WalkedDump(source, progress, cancellation);
            walked.RequireObjects();
            return walked;
        }
        catch
        {
            (walked ?? (IDisposable)source).Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _copies.ForEach(copy => copy.Dispose());
        _copies.Clear();
        Source.Dispose();
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

    private void RequireObjects()
    {
        if (Source.IsWhole && Coverage.BytesWalked < Coverage.BytesTotal * LeastShareOfHeap)
        {
            throw new HeapReadException(
                $"'{Source.Name}' is a mini dump, or damaged: of the heap's {Coverage.BytesTotal:N0} bytes {Coverage.BytesWalked:N0} can be read.",
                HeapReadException.CollectAgain);
        }
    }
}
